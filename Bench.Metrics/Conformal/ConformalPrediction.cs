using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Conformal;

/// <summary>Split conformal prediction: sets of classes that hold the label with probability ≥ 1 − α, and how large
/// they have to be.</summary>
/// <remarks>
/// Scores of the calibration images' labels give q̂ (<see cref="ConformalQuantile"/>); a test image's set is every
/// class with score ≤ q̂. With label sets the calibration score is that of the best-ranked acceptable class and a set
/// covers when it holds any of them, so the guarantee is for "at least one acceptable class".
/// Sets need the ranking of all classes: exact float32 for the head, half precision beyond. Equal probabilities rank by
/// class index.
/// </remarks>
public static class ConformalPrediction
{
    /// <summary>Why it cannot be done with these predictions, in words for a person; null when it can.</summary>
    public static string? WhyMissing(PredictionContent content) =>
        content == PredictionContent.Full ? null : "prediction sets need the probability of every class, so all logits must be stored";

    /// <inheritdoc cref="EvaluateAll"/>
    /// <param name="labels">A label set of the same images; excluded ones are neither calibrated nor tested on.</param>
    /// <param name="method">LAC, APS or RAPS.</param>
    public static ConformalReport Evaluate(
        Predictions predictions,
        GroundTruth labels,
        BitSet calibration,
        ConformalMethod method,
        ConformalOptions? options = null
    ) => EvaluateAll(predictions, [labels], calibration, [method], options)[0][0];

    /// <summary>Several label sets and methods at once, over one ranking of each image's classes.</summary>
    /// <param name="predictions">Predictions with all logits, [N, C].</param>
    /// <param name="views">Label sets of the same images; excluded ones are neither calibrated nor tested on.</param>
    /// <param name="calibration">[N] images of the calibration split; the others are tested on.</param>
    /// <param name="methods">Which scores.</param>
    /// <param name="options">α and the parameters of the methods.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    /// <returns>For each label set one report a method, in order.</returns>
    /// <exception cref="ArgumentException">Logits are missing, or the three are over different images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static IReadOnlyList<IReadOnlyList<ConformalReport>> EvaluateAll(
        Predictions predictions,
        IReadOnlyList<GroundTruth> views,
        BitSet calibration,
        IReadOnlyList<ConformalMethod> methods,
        ConformalOptions? options = null,
        ParallelOptions? parallel = null
    )
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(views);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(methods);
        options ??= new();
        options.Validate();
        if (WhyMissing(predictions.Content) is { } reason)
            throw new ArgumentException(reason, nameof(predictions));
        foreach (var labels in views)
            if (labels.Count != predictions.Count || calibration.Count != predictions.Count)
                throw new ArgumentException(
                    $"{labels.Count} labels and a split of {calibration.Count} images for {predictions.Count} predictions",
                    nameof(views)
                );

        var runs = views
            .Select(labels => methods.Select((method, place) => new ConformalRun(method, place, labels, calibration)).ToArray())
            .ToArray();
        Take(predictions, runs, methods, options, parallel, image => calibration[image]);
        foreach (var run in runs.SelectMany(run => run))
            run.Calibrate(options.Alpha);
        Take(predictions, runs, methods, options, parallel, image => !calibration[image]);
        return
        [
            .. runs.Select(methods => (IReadOnlyList<ConformalReport>)[.. methods.Select(run => run.Report(predictions.Classes, options))]),
        ];
    }

    /// <summary>Coverage under shift: thresholds are taken from the calibration split of one dataset, and everything is
    /// measured on all images of another.
    /// Nothing guarantees it then, and that is what it tells.</summary>
    /// <param name="clean">Predictions over the dataset that thresholds are taken from, with all logits.</param>
    /// <param name="cleanLabels">A label set of it.</param>
    /// <param name="calibration">Its calibration split.</param>
    /// <param name="shifted">The same model's predictions over the same classes, with all logits.</param>
    /// <param name="labels">A label set of the shifted dataset.</param>
    /// <param name="methods">Which scores.</param>
    /// <param name="options">α and the parameters of the methods.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    /// <returns>One report a method, in order.</returns>
    /// <exception cref="ArgumentException">Logits are missing, or sizes do not fit each other.</exception>
    public static IReadOnlyList<ConformalReport> EvaluateShifted(
        Predictions clean,
        GroundTruth cleanLabels,
        BitSet calibration,
        Predictions shifted,
        GroundTruth labels,
        IReadOnlyList<ConformalMethod> methods,
        ConformalOptions? options = null,
        ParallelOptions? parallel = null
    )
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(cleanLabels);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(shifted);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(methods);
        options ??= new();
        options.Validate();
        if ((WhyMissing(clean.Content) ?? WhyMissing(shifted.Content)) is { } reason)
            throw new ArgumentException(reason, nameof(shifted));
        if (clean.Classes != shifted.Classes)
            throw new ArgumentException($"predictions over {clean.Classes} and over {shifted.Classes} classes", nameof(shifted));
        if ((cleanLabels.Count, calibration.Count, labels.Count) != (clean.Count, clean.Count, shifted.Count))
            throw new ArgumentException("labels or split of another number of images than the predictions", nameof(labels));

        ConformalRun[] known = [.. methods.Select((method, place) => new ConformalRun(method, place, cleanLabels, calibration))];
        Take(clean, [known], methods, options, parallel, image => calibration[image]);
        foreach (var run in known)
            run.Calibrate(options.Alpha);
        var none = new BitSet(shifted.Count);
        ConformalRun[] runs = [.. methods.Select((method, place) => new ConformalRun(method, place, labels, none, known[place]))];
        Take(shifted, [runs], methods, options, parallel, _ => true);
        return [.. runs.Select(run => run.Report(shifted.Classes, options))];
    }

    static void Take(
        Predictions predictions,
        ConformalRun[][] views,
        IReadOnlyList<ConformalMethod> methods,
        ConformalOptions options,
        ParallelOptions? parallel,
        Func<int, bool> wanted
    ) =>
        RowBlocks.Run(
            predictions.Count,
            parallel ?? new(),
            (first, end) =>
            {
                var classes = new ScoredClasses(predictions, methods, options);
                for (var image = first; image < end; image++)
                {
                    if (!wanted(image) || !Array.Exists(views, view => view.Length > 0 && view[0].Labels.IsUsed(image)))
                        continue;
                    classes.Load(image);
                    foreach (var view in views)
                    foreach (var run in view)
                        if (run.Labels.IsUsed(image))
                            run.Take(classes, image);
                }
            }
        );
}
