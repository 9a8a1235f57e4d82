using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Labels.Registry;
using Bench.Workers.Jobs;

namespace Bench.Workers.Evaluations;

/// <summary>Scores a completed evaluation again under every label set whose scores an older catalogue made.</summary>
internal sealed class ScoreAnewHandler(BenchDb db, OutdatedScores outdated, ScoreReplacement scores) : IWorkHandler
{
    public WorkKind Kind => WorkKind.ScoreAnew;

    public TimeSpan TimeLimit => TimeSpan.FromHours(1);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken) =>
        await scores.RunAsync(lease, await outdated.LabelSetsAsync(lease.SubjectId, cancellationToken), heartbeat, cancellationToken);

    /// <remarks>The old scores are kept; boards no longer say that new ones are coming, and /health says why.</remarks>
    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) =>
        await db.AdvanceRevisionsAsync(
            (await outdated.LabelSetsAsync(lease.SubjectId, cancellationToken)).Select(set => set.Id),
            cancellationToken
        );
}
