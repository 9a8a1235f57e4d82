namespace Bench.Api.Evaluations.Facets;

internal static class FacetServices
{
    public static IServiceCollection AddFacets(this IServiceCollection services)
    {
        services.AddScoped<DatasetFacets>();
        services.AddScoped<FacetReader>();
        return services;
    }
}
