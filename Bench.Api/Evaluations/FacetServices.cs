namespace Bench.Api.Evaluations;

internal static class FacetServices
{
    public static IServiceCollection AddFacets(this IServiceCollection services)
    {
        services.AddScoped<FacetSets>();
        services.AddScoped<FacetReader>();
        return services;
    }
}
