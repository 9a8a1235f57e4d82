using System.Security.Cryptography;
using Bench.Data.Audits;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Audits;

/// <summary>A model's answers about some pictures: decoded, resized and run as in any evaluation.</summary>
internal sealed class AuditRunner(ModelChildren children, InferenceOptions options)
{
    /// <summary>Logits over the dataset's classes, one row a picture in the order given; null for one that cannot be
    /// decoded.</summary>
    /// <param name="audit">Has the contract, and gets the record of how the model is run.</param>
    /// <param name="manifest">What the pictures are listed in.</param>
    /// <param name="contentRoot">Folder that its paths are relative to.</param>
    /// <param name="images">Indices of the pictures.</param>
    /// <param name="once">Whether a picture whose pixels were among those before has no answer.</param>
    /// <exception cref="FailureException">The model does not fit the dataset, or fails.</exception>
    public async Task<IReadOnlyList<float[]?>> LogitsAsync(
        ModelAudit audit,
        Model model,
        ModelFile file,
        Dataset dataset,
        DatasetManifest manifest,
        string contentRoot,
        IReadOnlyList<int> images,
        bool once,
        CancellationToken cancellationToken
    )
    {
        var preprocessing = Contracts.Preprocessing(audit.Preprocessing);
        var record = Record(model, file, dataset, manifest, preprocessing, images.Count);
        audit.Record = WorkJson.Write(record);
        // The child ends with this audit and serves no other work: it has seen what was asked, secret keys among it.
        await using var child = await children.TakeAsync(file, record.Threads, cancellationToken);
        var crops = Path.Combine(child.Folder, "audit" + CropCache.Extension);
        var excluded = await CropAsync(crops, preprocessing, manifest, contentRoot, images, cancellationToken);
        if (once)
            excluded.UnionWith(Repeated(crops, images.Count, excluded));
        await child.Child.AskAsync<Ready>(
            UseImages.Of(record, child.Child.Inside(crops), preprocessing),
            options.AnswerTimeout,
            cancellationToken
        );
        var rows = new ClassRows(record, manifest.ClassCount, file.Embeddings);
        var answers = new float[]?[images.Count];
        await BatchPump.RunAsync(
            child.Child,
            0,
            images.Count,
            record.Batch,
            record.OutputWidth,
            ready: null,
            (first, count, output) =>
            {
                for (var i = 0; i < count; i++)
                {
                    var row = output.Slice(i * record.OutputWidth, record.OutputWidth);
                    var logits = new float[manifest.ClassCount];
                    rows.Read(row, logits);
                    if (Array.Exists(logits, logit => !float.IsFinite(logit)))
                        throw ClassRows.NotFinite(row, "a picture of the audit");
                    answers[first + i] = logits;
                }
            },
            cancellationToken
        );
        foreach (var place in excluded)
            answers[place] = null;
        return answers;
    }

    RunRecord Record(Model model, ModelFile file, Dataset dataset, DatasetManifest manifest, Preprocessing preprocessing, int images)
    {
        var inspection = WorkJson.Read<ModelInspection>(model.Inspection!);
        var longest = file.QuantisesBatches ? 1 : Math.Min(inspection.Batch, images);
        var plan = EnginePlan.OneByOne(inspection.Input.FixedBatch ?? longest, options.ThreadCount);
        return RunPlanner.Plan(model.Contract, file, inspection, plan, dataset, manifest, preprocessing, []);
    }

    /// <summary>Places of crops whose pixels are those of an earlier one.</summary>
    static List<int> Repeated(string path, int count, HashSet<int> excluded)
    {
        using var crops = CropFile.OpenRead(path);
        var seen = new HashSet<string>();
        var repeated = new List<int>();
        for (var place = 0; place < count; place++)
            if (!excluded.Contains(place) && !seen.Add(Convert.ToHexString(SHA256.HashData(crops.Crop(place)))))
                repeated.Add(place);
        return repeated;
    }

    static async Task<HashSet<int>> CropAsync(
        string path,
        Preprocessing preprocessing,
        DatasetManifest manifest,
        string contentRoot,
        IReadOnlyList<int> images,
        CancellationToken cancellationToken
    )
    {
        var geometry = RunPlanner.GeometryOf(preprocessing, manifest);
        using var writer = CropWriter.Create(path, new CropLayout(geometry.Canonical, 0, images.Count, geometry.Width, geometry.Height));
        var filler = new CropFiller(
            writer,
            geometry,
            place => ShardRun.Locate(manifest, contentRoot, images[place]),
            new CropFillerOptions { ExcludeUndecodable = true }
        );
        await foreach (var _ in filler.FillAsync(0, images.Count, cancellationToken)) { }
        return [.. filler.Excluded.Select(image => image.Index)];
    }
}
