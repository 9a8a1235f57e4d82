namespace Bench.Api.Evaluations.Analyses;

internal static class AnalysisServices
{
    public static IServiceCollection AddAnalyses(this IServiceCollection services)
    {
        services.AddScoped<SubgroupReader>();
        services.AddScoped<ErrorKindReader>();
        services.AddScoped<MistakeLister>();
        services.AddScoped<CalibrationReader>();
        services.AddScoped<ConformalReader>();
        services.AddSingleton<LongAnswers>();
        return services;
    }
}
