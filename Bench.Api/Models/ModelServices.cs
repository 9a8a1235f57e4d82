namespace Bench.Api.Models;

internal static class ModelServices
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddScoped<ModelManifestReader>();
        services.AddScoped<ModelUpload>();
        services.AddScoped<ModelHub>();
        services
            .AddHttpClient(
                ModelHub.Client,
                client =>
                {
                    client.Timeout = TimeSpan.FromSeconds(10);
                    client.MaxResponseContentBufferSize = ModelHub.MostBytes;
                }
            )
            .RemoveAllLoggers();
        return services;
    }
}
