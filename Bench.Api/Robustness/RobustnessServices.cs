using Bench.Api.Leaderboard;

namespace Bench.Api.Robustness;

internal static class RobustnessServices
{
    public static IServiceCollection AddRobustness(this IServiceCollection services)
    {
        services.AddScoped<CorruptionCurveReader>();
        services.AddScoped<ParentReader>();
        services.AddScoped<ShapeBiasReader>();
        services.AddScoped<BoardRobustness>();
        services.AddScoped<OracleReader>();
        return services;
    }
}
