namespace Bench.Api.Evaluations;

internal static class EvaluationServices
{
    public static IServiceCollection AddEvaluations(this IServiceCollection services)
    {
        services.AddScoped<EvaluationReader>();
        services.AddScoped<EvaluationStart>();
        services.AddScoped<EvaluationControl>();
        services.AddScoped<ScoredViews>();
        services.AddScoped<SubgroupReader>();
        services.AddScoped<CalibrationReader>();
        services.AddScoped<PredictionSubmission>();
        services.AddSingleton<EvaluationWatch>();
        services.AddScoped<Datasets.DatasetRegistration>();
        return services;
    }
}
