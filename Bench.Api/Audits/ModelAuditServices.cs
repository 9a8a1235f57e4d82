namespace Bench.Api.Audits;

internal static class ModelAuditServices
{
    public static IServiceCollection AddModelAudits(this IServiceCollection services)
    {
        services.AddSingleton<SharedMistakesReader>();
        services.AddScoped<ModelAuditReader>();
        return services;
    }
}
