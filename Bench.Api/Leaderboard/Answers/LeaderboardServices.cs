namespace Bench.Api.Leaderboard.Answers;

internal static class LeaderboardServices
{
    public static IServiceCollection AddLeaderboard(this IServiceCollection services)
    {
        services.AddSingleton<BoardReader>();
        services.AddSingleton<Boards>();
        services.AddSingleton<ModelRanks>();
        services.AddSingleton<BoardPictures>();
        services.AddSingleton<BaselineReader>();
        services.AddSingleton<LeaderboardQuery>();
        services.AddSingleton<RenderedAnswers>();
        services.AddSingleton<FirstBoard>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstBoard>());
        return services;
    }
}
