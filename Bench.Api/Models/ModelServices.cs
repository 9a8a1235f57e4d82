namespace Bench.Api.Models;

internal static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddScoped<ModelManifestReader>();
        services.AddScoped<ModelUpload>();
        return services;
    }
}
