using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Data.Work;
using Bench.Service.Audits;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Review;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Json;
using Bench.Service.Labels.Registry;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Scores;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations;

/// <summary>Joins an evaluation's parts into its prediction file and scores it under every label set of its dataset.</summary>
internal sealed class ScoreEvaluationHandler(
    BenchDb db,
    WorkQueue queue,
    IBlobStore blobs,
    BlobWriter writer,
    EvaluationScorer scorer,
    StoredScores stored,
    Counterparts counterparts,
    AnswerReview review,
    ForeignMistakes foreign,
    LadderBook ladder,
    WorkScheduler scheduler,
    TimeProvider time
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.ScoreEvaluation;

    public TimeSpan TimeLimit => TimeSpan.FromHours(1);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        if (evaluation.State != EvaluationState.Scoring)
        {
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
            return;
        }
        var parts = await db
            .Work.AsNoTracking()
            .Where(item => item.SubjectId == evaluation.Id && item.Kind == WorkKind.RunShard && item.State == WorkState.Done)
            .OrderBy(item => item.Start)
            .ToListAsync(cancellationToken);

        // Dies before the commit: the joined file is made again, from the same parts, with the same bytes.
        if (parts.Count > 0)
        {
            var verdict = RunConclusion.Of(evaluation, parts);
            evaluation.PredictionsBlob = await JoinAsync(evaluation, parts, verdict.KeepsConfidence, cancellationToken);
        }
        var labelSets = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == evaluation.DatasetId && set.IsCurrent)
            .ToListAsync(cancellationToken);
        var counterpart = await counterparts.OfAsync(evaluation, cancellationToken);
        var scorings = await scorer.ScoreAsync(
            evaluation,
            counterpart,
            labelSets,
            done => heartbeat.Report(new WorkProgress(done, labelSets.Count)),
            cancellationToken
        );

        var checks = await review.OfAsync(evaluation, cancellationToken);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await counterparts.HoldAsync(evaluation, counterpart, cancellationToken);
        await db.Evaluations.Where(candidate => candidate.Id == lease.SubjectId).HoldAsync(cancellationToken);
        if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
            return;
        await db.Scorings.Where(scoring => scoring.EvaluationId == evaluation.Id).ExecuteDeleteAsync(cancellationToken);
        var withheld = await ladder.JudgeAsync(evaluation, scorings, cancellationToken);
        if (withheld is not null)
            (scorings, checks) = ([], [withheld]);
        await stored.AddAsync(evaluation, scorings, labelSets, cancellationToken);
        checks = [.. checks, .. await foreign.OfAsync(evaluation, scorings, checks, cancellationToken)];
        evaluation.State = EvaluationState.Completed;
        evaluation.Done = evaluation.Total;
        evaluation.Checks = evaluation.Checks.With(checks);
        evaluation.FinishedAt = time.GetUtcNow().UtcDateTime;
        evaluation.Revision++;
        // A label set registered while we scored: its own rescoring looked for completed evaluations and did not see this one.
        var now = await counterparts.OfAsync(evaluation, cancellationToken);
        var changed = !counterpart.IsSameAs(now);
        List<WorkItem> rescoring =
        [
            .. from late in withheld is not null
                ? []
                : await LateLabelSetsAsync(evaluation, changed ? [] : labelSets.Select(set => set.Id), cancellationToken)
            select new WorkItem
            {
                Id = Guid.CreateVersion7(),
                Kind = WorkKind.Rescore,
                SubjectId = evaluation.Id,
                OwnerKeyId = evaluation.OwnerKeyId,
                ArgumentId = late,
                CreatedAt = time.GetUtcNow().UtcDateTime,
            },
            .. await counterparts.RescoringOfDependentsAsync(evaluation, now, cancellationToken),
        ];
        await queue.SupersedeAsync(rescoring, cancellationToken);
        db.Work.AddRange(rescoring);
        await db.SaveChangesAsync(cancellationToken);
        await db.AdvanceRevisionsAsync(scorings.Select(scoring => scoring.LabelSetId), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Dies here: the sweeper finds the rescoring without jobs.
        await scheduler.EnqueueAsync(rescoring, cancellationToken);

        // Dies here: parts stay behind, unread. They waste disk space and change no result.
        foreach (var part in parts)
            await blobs.DeleteAsync(part.Result!, CancellationToken.None);
    }

    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) =>
        db.FailEvaluationAsync(queue, lease.SubjectId, failure, time.GetUtcNow().UtcDateTime, cancellationToken);

    Task<string> JoinAsync(Evaluation evaluation, List<WorkItem> parts, bool confidence, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            path => JoinAsync(evaluation, parts, confidence, path, cancellationToken),
            sha256 => BlobKeys.Predictions(evaluation.Id, evaluation.Attempt, sha256),
            cancellationToken
        );

    async Task JoinAsync(Evaluation evaluation, List<WorkItem> parts, bool confidence, string joined, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var part in parts)
            files.Add(await blobs.FetchAsync(part.Result!, cancellationToken));
        PredictionParts.Join(files, joined, cancellationToken);
        if (!confidence)
            StoredPredictions.KeepRanks(joined);
        if (StoredJson.Read<StopRule>(evaluation.StopWhen) is { } rule)
            PredictionParts.Sort(joined, ImageOrder.Of(evaluation.Total, rule.Seed));
    }

    Task<List<Guid>> LateLabelSetsAsync(Evaluation evaluation, IEnumerable<Guid> scored, CancellationToken cancellationToken) =>
        db
            .LabelSets.Where(set => set.DatasetId == evaluation.DatasetId && set.IsCurrent && !scored.Contains(set.Id))
            .Select(set => set.Id)
            .ToListAsync(cancellationToken);
}
