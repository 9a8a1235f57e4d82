using Bench.Data;
using Bench.Data.Explanations;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Attacks;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Start;
using Bench.Service.Inquiries;
using Bench.Service.Refusals;
using Bench.Service.Work;

namespace Bench.Service.Explanations;

/// <summary>Starts explanations.</summary>
public sealed class ExplanationStart(BenchDb db, DatasetStore datasets, InquiryDesk desk, TimeProvider time)
{
    /// <summary>Has one explanation made for each model. The same explanation that waits, runs or has completed is
    /// answered instead of being made twice.</summary>
    /// <returns>Their ids.</returns>
    /// <exception cref="RefusalException">A model cannot be explained so; nothing has changed.</exception>
    public async Task<IReadOnlyList<Guid>> StartAsync(ExplanationRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(request.Dataset, cancellationToken);
        var spec = request.Settle(request.Image is { } image ? await datasets.FindImageAsync(dataset, image, cancellationToken) : null);
        var now = time.GetUtcNow().UtcDateTime;
        if (spec.Class == ExplainedClass.Label)
            HiddenAnswers.RequireAllOpen(dataset, now);
        // Whether a map is held against boxes tells whether the class is the label.
        if (!dataset.Ladder && !dataset.HoldsOut(now))
            spec = spec with { Boxes = dataset.BoxesHash };
        var wanted = new List<Explanation>();
        foreach (var id in request.ModelIds)
        {
            var model = await db.FindRunnableModelAsync(id, cancellationToken);
            model.RequireLogits("explanation-unsupported", "explanations are made of class scores");
            await db.RequireRunnableAsync(dataset, model, cancellationToken);
            wanted.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    ModelId = model.Id,
                    DatasetId = dataset.Id,
                    OwnerKeyId = caller.KeyId,
                    Image = spec.Image,
                    Spec = WorkJson.Write(spec),
                    Preprocessing = model.Preprocessing ?? PreprocessingJson.Write(Preprocessing.Default),
                    Total = Math.Min(spec.Images, dataset.ImageCount),
                    CreatedAt = now,
                }
            );
        }
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        manifest.RequireSingleClasses(dataset.Key, "explanation-unsupported");
        if (spec.Class == ExplainedClass.Label && spec.Image is { } only && !AttackImages.HasOneLabel(manifest, only))
            throw RefusalException.Conflict(
                "explanation-unsupported",
                $"The image {manifest.Images[only].Path} of dataset '{dataset.Key}' does not have exactly one label.",
                "Name another image, or leave 'class' out: the class that the model gives needs no label."
            );
        return await desk.AcceptAsync(wanted, once: true, caller, cancellationToken);
    }
}
