namespace Bench.Api.Uploads;

internal static class UploadServices
{
    public static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddScoped<FinishedUploads>();
        services.AddScoped<UploadStore>();
        services.AddScoped<Http.FormReceiver>();
        services.AddSingleton<UploadLocks>();
        services.AddHostedService<UploadSweep>();
        return services;
    }
}
