using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations;

/// <summary>Scores a completed evaluation under one label set that came later, or again when an evaluation that its
/// scores depend on has come.</summary>
/// <remarks>No model, no picture, no GPU: stored predictions are enough.</remarks>
internal sealed class RescoreHandler(BenchDb db, ScoreReplacement scores) : IWorkHandler
{
    public WorkKind Kind => WorkKind.Rescore;

    public TimeSpan TimeLimit => TimeSpan.FromHours(1);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken) =>
        await scores.RunAsync(
            lease,
            await db.LabelSets.AsNoTracking().Where(set => set.Id == lease.ArgumentId).ToListAsync(cancellationToken),
            heartbeat,
            cancellationToken
        );

    /// <remarks>The evaluation stays as it was; the missing scoring and the item's error tell the operator.</remarks>
    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;
}
