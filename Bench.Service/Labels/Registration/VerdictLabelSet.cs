using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;

namespace Bench.Service.Labels.Registration;

/// <summary>Makes a label set of what most reviewers say; the board is scored under it like under any other.</summary>
public sealed class VerdictLabelSet(BenchDb db, DatasetStore datasets, LabelSetRegistry registry, LabelSetRegistration import)
{
    /// <returns>Id of the label set: a new version, or the current one if nothing has changed.</returns>
    /// <exception cref="RefusalException">There are no verdicts, no such base, or the key cannot be taken; nothing has
    /// changed.</exception>
    public async Task<Guid> MakeAsync(Dataset dataset, VerdictLabelSetRequest request, CancellationToken cancellationToken)
    {
        if (!LabelSetKeys.IsKey(request.Key))
            throw RefusalException.Invalid(
                "label-set-key-invalid",
                $"'{FirstTen.Printable(request.Key)}' is not a valid key of a label set.",
                Sentence.Of(LabelSetKeys.Wanted)
            );
        if (LabelSetKeys.IsReserved(request.Key))
            throw RefusalException.Conflict(
                "label-set-key-reserved",
                $"'{request.Key}' is made by the service itself; it cannot be changed in place.",
                "Choose another key, such as corrected."
            );
        var key = request.Base ?? LabelFormats.Original;
        var from = await db.FindLabelSetAsync(dataset, key, cancellationToken);
        if (from.Kind == LabelSetKind.Annotations)
            throw RefusalException.Conflict(
                "label-set-not-labels",
                $"'{key}' holds remarks about images, not labels to correct.",
                "Name a label set that evaluations are scored under."
            );
        var verdicts = (await ReviewedImage.OfAsync(db, dataset.Id, cancellationToken)).ToDictionary(
            image => image.Key,
            image => image.Value.Decision
        );
        if (verdicts.Count == 0)
            throw RefusalException.Conflict(
                "verdicts-missing",
                $"Nobody has judged a label of '{dataset.Key}' yet.",
                $"Judge some with PUT /api/v1/datasets/{dataset.Key}/verdicts/{{image}}, or on the page of candidate label errors."
            );

        var target = await datasets.TargetAsync(dataset, cancellationToken);
        var source = request.Source ?? $"{Counted.Of(verdicts.Count, "operator verdict")} over {key} v{from.Version}";
        var made = VerdictLabels.Make(await registry.LoadAsync(from, cancellationToken), verdicts, request.Key, source, target);
        return (await import.RegisterAsync(dataset.Id, [made], cancellationToken))[0];
    }
}
