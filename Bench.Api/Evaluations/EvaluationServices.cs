using Bench.Api.Doubts;
using Bench.Service.Evaluations;

namespace Bench.Api.Evaluations;

internal static class EvaluationServices
{
    public static IServiceCollection AddEvaluations(this IServiceCollection services)
    {
        services.AddSingleton<QueueOutlook>();
        services.AddScoped<ProgressReader>();
        services.AddScoped<EvaluationReader>();
        services.AddScoped<OtherSidesReader>();
        services.AddScoped<AnsweredStart>();
        services.AddHttpContextAccessor();
        services.AddSingleton<PredictionSeats>();
        services.AddScoped<PredictionSeat>();
        services.AddScoped<ScoredEvaluations>();
        services.AddSingleton<EvaluationPulse>().AddHostedService(provider => provider.GetRequiredService<EvaluationPulse>());
        services.AddSingleton<EvaluationWatch>();
        return services;
    }
}
