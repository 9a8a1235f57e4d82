namespace Bench.Api.Audits;

internal static class AuditsServices
{
    public static IServiceCollection AddAudits(this IServiceCollection services)
    {
        services.AddSingleton<SharedMistakesReader>();
        services.AddScoped<ModelAuditReader>();
        return services;
    }
}
