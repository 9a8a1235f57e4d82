using System.Runtime.InteropServices;

namespace Bench.Metrics.Conformal;

/// <summary>Split conformal prediction: sets of classes that hold the label with probability ≥ 1 − α, and how large they have to be.</summary>
/// <remarks>
/// Scores of the calibration images' labels give q̂ (<see cref="ConformalQuantile"/>); a test image's set is every class with score ≤ q̂. With label sets
/// the calibration score is that
/// of the best-ranked acceptable class and a set covers when it holds any of them, so the guarantee is for "at least one acceptable class".
/// Sets need the ranking of all classes: exact float32 for the head, half precision beyond. Equal probabilities rank by class index.
/// </remarks>
public static class ConformalPrediction
{
    /// <summary>Why it cannot be done with these predictions, in words for a person; null when it can.</summary>
    public static string? WhyMissing(PredictionContent content) =>
        content == PredictionContent.Full ? null : "prediction sets need the probability of every class, so all logits must be stored";

    /// <inheritdoc cref="EvaluateAll"/>
    /// <param name="method">LAC, APS or RAPS.</param>
    public static ConformalReport Evaluate(
        Predictions predictions, Labels labels, BitSet calibration, ConformalMethod method, ConformalOptions? options = null) =>
        EvaluateAll(predictions, labels, calibration, [method], options)[0];

    /// <summary>Several methods at once, over one ranking of each image's classes.</summary>
    /// <param name="predictions">Predictions with all logits, [N, C].</param>
    /// <param name="labels">A label view of the same images; excluded ones are neither calibrated nor tested on.</param>
    /// <param name="calibration">[N] images of the calibration split; the others are tested on.</param>
    /// <param name="methods">Which scores.</param>
    /// <param name="options">α and the parameters of the methods.</param>
    /// <returns>One report a method, in order.</returns>
    /// <exception cref="ArgumentException">Logits are missing, or the three are over different images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static IReadOnlyList<ConformalReport> EvaluateAll(
        Predictions predictions, Labels labels, BitSet calibration, IReadOnlyList<ConformalMethod> methods, ConformalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(methods);
        options ??= new();
        options.Validate();
        if (WhyMissing(predictions.Content) is { } reason) throw new ArgumentException(reason, nameof(predictions));
        if (labels.Count != predictions.Count || calibration.Count != predictions.Count)
            throw new ArgumentException($"{labels.Count} labels and a split of {calibration.Count} images for {predictions.Count} predictions", nameof(labels));

        var classes = new RankedClasses(predictions);
        var runs = methods.Select(method => new Run(method, new(method, options), [], new(predictions.Count, predictions.Classes))).ToArray();
        for (var image = 0; image < predictions.Count; image++)
        {
            if (!calibration[image] || !labels.IsUsed(image)) continue;
            classes.Load(image);
            foreach (var run in runs) run.Scores.Add(LabelScore(classes, run.Score, image, labels.Of(image)));
        }

        var quantiles = Array.ConvertAll(runs, run => ConformalQuantile.Compute(CollectionsMarshal.AsSpan(run.Scores), options.Alpha));
        for (var image = 0; image < predictions.Count; image++)
        {
            if (calibration[image] || !labels.IsUsed(image)) continue;
            classes.Load(image);
            var category = labels.OriginalClass.IsEmpty ? labels.Of(image)[0] : labels.OriginalClass.Span[image];
            for (var i = 0; i < runs.Length; i++)
            {
                var (size, covered) = Set(classes, runs[i].Score, image, labels.Of(image), quantiles[i]);
                runs[i].Tally.Add(image, size, covered, category);
            }
        }
        return [.. runs.Select((run, i) => run.Tally.Report(run.Method, options, quantiles[i], run.Scores.Count))];
    }

    static double LabelScore(RankedClasses classes, NonconformityScore score, int image, ReadOnlySpan<ushort> acceptable)
    {
        score.Load(image);
        for (var rank = 0; classes.TryGet(rank, out var category, out var probability); rank++)
        {
            var next = score.Next(probability);
            if (acceptable.Contains(category)) return next;
        }
        throw new ArgumentException($"image {image} has no label among the model's classes", nameof(acceptable));
    }

    static (int Size, bool Covered) Set(RankedClasses classes, NonconformityScore score, int image, ReadOnlySpan<ushort> acceptable, double quantile)
    {
        score.Load(image);
        var (size, covered) = (0, false);
        for (; classes.TryGet(size, out var category, out var probability) && score.Next(probability) <= quantile; size++)
            covered |= acceptable.Contains(category);
        return (size, covered);
    }

    sealed record Run(ConformalMethod Method, NonconformityScore Score, List<double> Scores, ConformalTally Tally);
}
