using Bench.Data;

namespace Bench.Workers.Backups;

internal static class BackupServices
{
    public static IServiceCollection AddBackups(this IServiceCollection services, IConfiguration configuration)
    {
        if (DataServices.PostgresConnection(configuration) is null)
            services.AddScoped<IDatabaseCopy, SqliteCopy>();
        else
            services.AddScoped<IDatabaseCopy, PostgresCopy>();
        services.AddScoped<BackupCreation>();
        services.AddScoped<Restoration>();
        return services;
    }
}
