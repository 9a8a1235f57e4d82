using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Inquiries;
using Bench.Data.Models;
using Bench.Imaging.Contract;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Inference.Cage;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Attacks.Run;

/// <summary>Brings together what a model is asked about a dataset's pictures, and how it is run.</summary>
internal sealed class PictureSliceMaker(BenchDb db, DatasetStore datasets, ModelStore models, InferenceOptions inference)
{
    /// <summary>Every image that is chosen; the caller takes its part of them.</summary>
    /// <param name="inquiry">Model, dataset and contract; and how it was decided to run the model before.</param>
    /// <param name="choose">Images of the manifest.</param>
    /// <param name="unsupported">Code of the failure when answers are counted over groups of classes.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<PictureSlice> MakeAsync(
        Inquiry inquiry,
        Func<DatasetManifest, IReadOnlyList<int>> choose,
        string unsupported,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == inquiry.DatasetId, cancellationToken);
        var model = await db.Models.AsNoTracking().SingleAsync(candidate => candidate.Id == inquiry.ModelId, cancellationToken);
        var file = await models.FetchAsync(model, cancellationToken);
        var manifest = await datasets.RunnableManifestAsync(dataset, cancellationToken);
        if (manifest.Groups is not null)
            throw new FailureException(
                unsupported,
                $"Answers over dataset '{dataset.Key}' are counted by groups of classes; single classes are needed here.",
                "Take a dataset whose labels are the model's own classes."
            );
        var contract = Contracts.Preprocessing(inquiry.Preprocessing);
        return new(
            file,
            dataset.Key,
            manifest,
            datasets.RunnableRoot(dataset),
            contract,
            inquiry.Record is { } decided ? WorkJson.Read<RunRecord>(decided) : Record(model, file, dataset, manifest, contract),
            choose(manifest)
        );
    }

    /// <remarks>One setting for all slices, whichever machine runs them. A longer batch than a slice would be filled up
    /// with copies.</remarks>
    RunRecord Record(Model model, ModelFile file, Dataset dataset, DatasetManifest manifest, Preprocessing preprocessing)
    {
        var inspection = WorkJson.Read<ModelInspection>(model.Inspection!);
        var longest = file.QuantisesBatches ? 1 : Math.Min(inspection.Batch, inference.AttackSlice);
        var plan = EnginePlan.OneByOne(inspection.Input.FixedBatch ?? longest, inference.ThreadCount);
        return RunPlanner.Plan(model.Contract, file, inspection, plan, dataset, manifest, preprocessing, []);
    }
}
