using Bench.Api.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Metrics.Robustness;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;

namespace Bench.Api.Robustness;

/// <summary>Tells from an evaluation's scores under two label sets whether shape or texture decided.</summary>
internal sealed class ShapeBiasReader(ScoredEvaluations evaluations, LabelSetRegistry labels)
{
    /// <param name="evaluation">A completed evaluation over images with two cues.</param>
    /// <param name="shape">Key of the label set with the class that each image's shape shows; <c>original</c> when
    /// null.</param>
    /// <param name="texture">Key of the label set with the class that its texture shows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">There is no such evaluation or label set, or one has several labels an
    /// image.</exception>
    public async Task<ShapeBiasAnswer> ReadAsync(Guid evaluation, string? shape, string texture, CancellationToken cancellationToken)
    {
        var (byShape, shapes) = await LoadAsync(evaluation, shape, cancellationToken);
        var (byTexture, textures) = await LoadAsync(evaluation, texture, cancellationToken);
        var bias = ShapeBias.Of(
            Outcomes(byShape, shapes.Labels.Count),
            Outcomes(byTexture, textures.Labels.Count),
            shapes.Labels,
            textures.Labels
        );
        return new(
            byShape.LabelSet.Key,
            byTexture.LabelSet.Key,
            bias.N,
            bias.Shape,
            bias.Texture,
            bias.Neither,
            Finite(bias.Value),
            Finite(bias.Interval.Low),
            Finite(bias.Interval.High)
        )
        {
            Checks = byShape.Checks.With(byTexture.Checks),
        };
    }

    async Task<(FoundScoring Scoring, Service.Labels.ImportedLabelSet Set)> LoadAsync(
        Guid evaluation,
        string? key,
        CancellationToken cancellationToken
    )
    {
        var found = await evaluations.FindAsync(evaluation, key, cancellationToken);
        var set = await labels.LoadAsync(found.LabelSet, cancellationToken);
        return set.Labels.SingleLabel
            ? (found, set)
            : throw RefusalException.Conflict(
                "labels-not-single",
                $"'{found.LabelSet.Key}' has several labels for some images; a cue shows one class.",
                "Name two label sets of kind single: one of shapes, one of textures."
            );
    }

    static ImageOutcomes Outcomes(FoundScoring found, int images) =>
        ImageOutcomes.FromBytes(found.Scoring.Correct, found.Scoring.Used, images);
}
