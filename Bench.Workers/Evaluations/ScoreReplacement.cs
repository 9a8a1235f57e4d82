using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Work;
using Bench.Service.Audits;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Labels.Registry;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Scores;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations;

/// <summary>The one way in which scores of a completed evaluation are replaced: from stored predictions, in one transaction that also
/// ends the work item.</summary>
internal sealed class ScoreReplacement(
    BenchDb db,
    WorkQueue queue,
    EvaluationScorer scorer,
    StoredScores stored,
    Counterparts counterparts,
    LadderBook ladder
)
{
    /// <param name="lease">The item; ended, or given back where what the scores depend on has changed meanwhile.</param>
    /// <param name="labelSets">Under which the evaluation is scored; those under which it is scored already lose their old scores.</param>
    /// <param name="heartbeat">Told how many label sets are done.</param>
    /// <param name="cancellationToken">Stops it; nothing has changed then.</param>
    public async Task RunAsync(
        WorkLease lease,
        IReadOnlyList<LabelSet> labelSets,
        WorkHeartbeat heartbeat,
        CancellationToken cancellationToken
    )
    {
        // An evaluation that is not complete is scored under every label set when it completes.
        var evaluation = await db
            .Evaluations.AsNoTracking()
            .SingleOrDefaultAsync(
                candidate => candidate.Id == lease.SubjectId && candidate.State == EvaluationState.Completed,
                cancellationToken
            );
        // Without its predictions, which the operator's settings may have removed, it keeps the scores that it has; one whose scores a
        // ladder kept back gets none.
        if (evaluation?.PredictionsBlob is null || labelSets.Count == 0 || await ladder.IsWithheldAsync(evaluation.Id, cancellationToken))
        {
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
            return;
        }
        var counterpart = await counterparts.OfAsync(evaluation, cancellationToken);
        var scorings = await scorer.ScoreAsync(
            evaluation,
            counterpart,
            labelSets,
            done => heartbeat.Report(new WorkProgress(done, labelSets.Count)),
            cancellationToken
        );

        // Dies before the commit: the old scores are kept, and the item is taken again.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await counterparts.HoldAsync(evaluation, counterpart, cancellationToken);
        if (!counterpart.IsSameAs(await counterparts.OfAsync(evaluation, cancellationToken)))
        {
            // The rescoring that the change asked for may have been the quicker one: these scores are stale, and are made again.
            await queue.GiveBackAsync(lease, error: null, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return;
        }
        await db.Evaluations.Where(candidate => candidate.Id == lease.SubjectId).HoldAsync(cancellationToken);
        if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
            return;
        var ids = labelSets.Select(set => set.Id).ToList();
        await db
            .Scorings.Where(scoring => scoring.EvaluationId == evaluation.Id && ids.Contains(scoring.LabelSetId))
            .ExecuteDeleteAsync(cancellationToken);
        await stored.AddAsync(evaluation, scorings, labelSets, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db
            .Evaluations.Where(candidate => candidate.Id == evaluation.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(candidate => candidate.Revision, candidate => candidate.Revision + 1),
                cancellationToken
            );
        await db.AdvanceRevisionsAsync(scorings.Select(scoring => scoring.LabelSetId), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
