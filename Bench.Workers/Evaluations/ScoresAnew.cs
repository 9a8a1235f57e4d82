using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Work;
using Bench.Workers.Jobs;

namespace Bench.Workers.Evaluations;

/// <summary>Scores what an older catalogue scored, one evaluation at a time, whenever nothing else waits: at the start
/// of a worker, and again and again while it lives.</summary>
internal sealed class ScoresAnew(
    IServiceScopeFactory scopes,
    IWorkRunner runner,
    BenchOptions options,
    TimeProvider time,
    ILogger<ScoresAnew> log
) : RepeatedWork(options.SweepInterval, time, log)
{
    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        // Each item once a round: what is given back waits for the next one.
        var tried = new HashSet<Guid>();
        while (await NextAsync(tried, cancellationToken) is { } item)
        {
            tried.Add(item);
            await runner.RunAsync(item, WorkKind.ScoreAnew, cancellationToken);
        }
    }

    async Task<Guid?> NextAsync(HashSet<Guid> tried, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outdated = scope.ServiceProvider.GetRequiredService<OutdatedScores>();
        if (await outdated.QueueAsync(cancellationToken) is > 0 and var made)
            Log.LogInformation("{Count} evaluations have scores of an older catalogue and are rescored", made);
        return await outdated.NextAsync(tried, cancellationToken);
    }
}
