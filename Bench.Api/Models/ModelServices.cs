namespace Bench.Api.Models;

internal static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddScoped<ModelManifestReader>();
        services.AddScoped<ModelRemoval>();
        services.AddScoped<ModelMending>();
        services.AddScoped<ModelEditing>();
        services.AddScoped<ModelUpload>();
        services.AddSingleton<ModelAdmission>();
        return services;
    }
}
