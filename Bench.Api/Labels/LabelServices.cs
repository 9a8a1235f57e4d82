namespace Bench.Api.Labels;

internal static class LabelServices
{
    public static IServiceCollection AddLabelSets(this IServiceCollection services)
    {
        services.AddScoped<LabelSetImport>();
        services.AddScoped<HierarchyRegistration>();
        return services;
    }
}
