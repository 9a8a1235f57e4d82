using Bench.Api.Leaderboard.Plans;

namespace Bench.Api.Leaderboard;

/// <summary>Reads the board that the front page shows as soon as the service starts, and ranks its models, so that the
/// first reader does not wait for either.</summary>
internal sealed class FirstBoard(Boards boards, LeaderboardQuery query, ILogger<FirstBoard> log) : BackgroundService
{
    /// <summary>Whether it is read, or cannot be.</summary>
    public bool IsDone { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var subjects = await boards.SubjectsAsync(stoppingToken);
            if (BoardPreset.For(subjects) is not [var first, ..])
                return;
            var request = new LeaderboardRequest
            {
                Dataset = first.Subject.Dataset,
                LabelSet = first.Subject.LabelSet,
                Metric = first.Metric,
                Columns = string.Join(',', first.Columns),
            };
            await query.RunAsync(LeaderboardPlanner.Plan(request, subjects), stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // What the end of the program breaks off is no failure, whatever it throws then.
        }
        catch (Exception error)
        {
            // No request has come yet: the first one meets the same error, and answers with it.
            log.LogWarning(error, "the first board could not be read ahead");
        }
        finally
        {
            IsDone = true;
        }
    }
}
