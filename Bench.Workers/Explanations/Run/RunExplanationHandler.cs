using Bench.Data.Blobs;
using Bench.Data.Explanations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Attacks;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Explanations;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Attacks.Run;
using Bench.Workers.Inquiries;
using Bench.Workers.Jobs;

namespace Bench.Workers.Explanations.Run;

/// <summary>Makes an explanation in one go.</summary>
internal sealed class RunExplanationHandler(
    InquiryWalk walk,
    JsonBlobs blobs,
    DatasetBoxes boxes,
    ExplanationBoxes held,
    PictureSliceMaker slices,
    ExplanationRunner runner
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.RunExplanation;

    public TimeSpan TimeLimit => walk.TimeLimit;

    public string AfterDeadline => IWorkHandler.FasterModel;

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        await walk.RunAsync<Explanation>(
            lease,
            explanation => ExplainAsync(explanation, heartbeat, cancellationToken),
            settle: null,
            cancellationToken
        );
        // Boxes that were replaced while it went on are needed no more.
        await held.CollectAsync(lease.SubjectId, cancellationToken);
    }

    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        await walk.FailAsync(lease, failure, cancellationToken);
        await held.CollectAsync(lease.SubjectId, cancellationToken);
    }

    async Task<string?> ExplainAsync(Explanation explanation, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var spec = WorkJson.Read<ExplanationSpec>(explanation.Spec);
        var slice = await slices.MakeAsync(explanation, manifest => Choose(spec, manifest), "explanation-unsupported", cancellationToken);
        var results = await runner.RunAsync(
            slice,
            spec,
            spec.Boxes is { } hash ? await boxes.ReadAsync(explanation.DatasetId, hash, slice.Manifest, cancellationToken) : null,
            done => heartbeat.Report(new WorkProgress(done, slice.Images.Count)),
            cancellationToken
        );
        if (results.Images.Count == 0)
            throw new FailureException(
                "explanation-unsupported",
                $"No chosen image of dataset '{slice.Dataset}' has exactly one label and can be decoded.",
                "Name another image, or leave 'class' out: the class that the model gives needs no label."
            );
        (explanation.Done, explanation.Total) = (slice.Images.Count, slice.Images.Count);
        explanation.Record = WorkJson.Write(slice.Record);
        explanation.Summary = WorkJson.Write(
            ExplanationSummary.Of(results, slice.Images.Count - results.Images.Count, slice.Manifest.Pictures?.Pictures)
        );
        explanation.ResultsBlob = await blobs.WriteAsync(
            results,
            sha256 => BlobKeys.Explanation(explanation.Id, sha256),
            cancellationToken
        );
        return null;
    }

    /// <summary>The one image, or a sample in the order of an attack's. Labels choose only where the class is the
    /// label: a dataset may keep them to itself.</summary>
    static IReadOnlyList<int> Choose(ExplanationSpec spec, DatasetManifest manifest)
    {
        if (spec.Image is not { } image)
            return AttackImages.Of(manifest, spec.Seed, spec.Images, labelled: spec.Class == ExplainedClass.Label);
        return spec.Class == ExplainedClass.Best || AttackImages.HasOneLabel(manifest, image) ? [image] : [];
    }
}
