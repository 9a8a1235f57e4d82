using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Evaluations.Score;
using Bench.Service.Evaluations.Score.Derived;
using Bench.Service.Labels.Registry;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Bench.Workers.Log;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations;

/// <summary>Scores a completed evaluation under one label set that came later, or anew when what it is scored beside has come. No model, no
/// picture, no GPU: stored predictions are enough.</summary>
internal sealed class RescoreHandler(BenchDb db, WorkQueue queue, EvaluationScorer scorer, Receipts receipts, Counterparts counterparts)
    : IWorkHandler
{
    public WorkKind Kind => WorkKind.Rescore;

    public TimeSpan TimeLimit => TimeSpan.FromHours(1);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var evaluation = await db
            .Evaluations.AsNoTracking()
            .SingleOrDefaultAsync(
                candidate => candidate.Id == lease.SubjectId && candidate.State == EvaluationState.Completed,
                cancellationToken
            );
        var labelSet = await db
            .LabelSets.AsNoTracking()
            .SingleOrDefaultAsync(candidate => candidate.Id == lease.ArgumentId, cancellationToken);
        // An evaluation that is not complete is scored under this label set when it completes.
        var beside = evaluation is null ? null : await counterparts.OfAsync(evaluation, cancellationToken);
        var scorings =
            evaluation is null || labelSet is null
                ? []
                : await scorer.ScoreAsync(evaluation, beside!, [labelSet], _ => { }, cancellationToken);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (evaluation is not null)
        {
            // What it is scored beside has changed meanwhile, and its own rescoring may have been the quicker one: this one is stale, and
            // is done again.
            await counterparts.HoldAsync(evaluation, beside!, cancellationToken);
            if (!beside!.IsSameAs(await counterparts.OfAsync(evaluation, cancellationToken)))
            {
                await queue.GiveBackAsync(lease, error: null, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return;
            }
        }
        if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
            return;
        await db
            .Scorings.Where(scoring => scoring.EvaluationId == lease.SubjectId && scoring.LabelSetId == lease.ArgumentId)
            .ExecuteDeleteAsync(cancellationToken);
        db.Scorings.AddRange(scorings);
        if (evaluation is not null)
            await receipts.AddAsync(evaluation, scorings, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db
            .Evaluations.Where(candidate => candidate.Id == lease.SubjectId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(candidate => candidate.Revision, candidate => candidate.Revision + 1),
                cancellationToken
            );
        await db.AdvanceRevisionsAsync(scorings.Select(scoring => scoring.LabelSetId), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <remarks>The evaluation stands as it was; the missing scoring and the item's error tell the operator.</remarks>
    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;
}
