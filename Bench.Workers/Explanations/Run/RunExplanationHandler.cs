using System.Diagnostics;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Explanations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Attacks;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Explanations;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Attacks.Run;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Explanations.Run;

/// <summary>Makes an explanation in one go.</summary>
internal sealed class RunExplanationHandler(
    BenchDb db,
    WorkQueue queue,
    JsonBlobs blobs,
    PictureSliceMaker slices,
    ExplanationRunner runner,
    InferenceOptions inference,
    TimeProvider time
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.RunExplanation;

    public TimeSpan TimeLimit => inference.ShardTimeout;

    DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var now = Now;
        await db
            .Explanations.Where(candidate => candidate.Id == lease.SubjectId && candidate.FinishedAt == null)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(candidate => candidate.State, EvaluationState.Running)
                        .SetProperty(candidate => candidate.StartedAt, candidate => candidate.StartedAt ?? now),
                cancellationToken
            );
        var explanation = await db.Explanations.AsNoTracking().SingleAsync(each => each.Id == lease.SubjectId, cancellationToken);
        if (explanation.State != EvaluationState.Running)
        {
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
            return;
        }
        var clock = Stopwatch.StartNew();
        var spec = WorkJson.Read<ExplanationSpec>(explanation.Spec);
        var slice = await slices.MakeAsync(
            explanation.ModelId,
            explanation.DatasetId,
            explanation.Preprocessing,
            explanation.Record,
            manifest => Choose(spec, manifest),
            "explanation-unsupported",
            cancellationToken
        );
        var results = await runner.RunAsync(slice, spec, cancellationToken);
        if (results.Images.Count == 0)
            throw new FailureException(
                "explanation-unsupported",
                $"No chosen image of dataset '{slice.Dataset}' has exactly one label and can be decoded.",
                "Name another image, or leave 'class' out: the class that the model gives needs no label."
            );
        explanation.Record = WorkJson.Write(slice.Record);
        explanation.Summary = WorkJson.Write(ExplanationSummary.Of(results.Images, slice.Images.Count - results.Images.Count));
        explanation.ResultsBlob = await blobs.WriteAsync(
            results,
            sha256 => BlobKeys.Explanation(explanation.Id, sha256),
            cancellationToken
        );
        // Dies here: the explanation waits again, and is made again with the same bytes.
        await CommitAsync(lease, explanation, clock.Elapsed, cancellationToken);
    }

    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        await db.FailExplanationAsync(lease.SubjectId, failure, Now, cancellationToken);
        if (Refunds.IsDue(failure))
            await db.RefundAsync(lease.SubjectId, Now, cancellationToken);
    }

    /// <summary>The one image, or a sample as an attack's. A label is only asked for where it is one.</summary>
    static IReadOnlyList<int> Choose(ExplanationSpec spec, DatasetManifest manifest)
    {
        if (spec.Image is not { } image)
            return AttackImages.Of(manifest, spec.Seed, spec.Images);
        return spec.Class == ExplainedClass.Best || AttackImages.HasOneLabel(manifest, image) ? [image] : [];
    }

    async Task CommitAsync(WorkLease lease, Explanation explanation, TimeSpan took, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The lease is lost: nothing changes, and whoever has it now writes the same.
        if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
            return;
        await db
            .Explanations.Where(candidate => candidate.Id == explanation.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(candidate => candidate.Record, explanation.Record)
                        .SetProperty(candidate => candidate.Summary, explanation.Summary)
                        .SetProperty(candidate => candidate.ResultsBlob, explanation.ResultsBlob)
                        .SetProperty(candidate => candidate.State, EvaluationState.Completed)
                        .SetProperty(candidate => candidate.FinishedAt, now),
                cancellationToken
            );
        if (explanation.OwnerKeyId is { } owner)
            db.Ledger.Add(Ledger.DeviceTime(owner, explanation.Id, took, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
