namespace Bench.Api.Suites;

internal static class SuiteServices
{
    public static IServiceCollection AddSuites(this IServiceCollection services)
    {
        services.AddScoped<ShapeBiasColumn>();
        services.AddScoped<FullSpectrumReader>();
        services.AddScoped<SuiteColumns>();
        services.AddScoped<SuiteReader>();
        services.AddScoped<SuiteReports>();
        return services;
    }
}
