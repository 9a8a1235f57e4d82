using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Conformal;

/// <summary>Split conformal prediction: sets of classes that hold the label with probability ≥ 1 − α, and how large they have to
/// be.</summary>
/// <remarks>
/// Scores of the calibration images' labels give q̂ (<see cref="ConformalQuantile"/>); a test image's set is every class with score ≤ q̂.
/// With label sets the calibration score is that
/// of the best-ranked acceptable class and a set covers when it holds any of them, so the guarantee is for "at least one acceptable class".
/// Sets need the ranking of all classes: exact float32 for the head, half precision beyond. Equal probabilities rank by class index.
/// </remarks>
public static class ConformalPrediction
{
    /// <summary>Why it cannot be done with these predictions, in words for a person; null when it can.</summary>
    public static string? WhyMissing(PredictionContent content) =>
        content == PredictionContent.Full ? null : "prediction sets need the probability of every class, so all logits must be stored";

    /// <inheritdoc cref="EvaluateAll"/>
    /// <param name="labels">A label view of the same images; excluded ones are neither calibrated nor tested on.</param>
    /// <param name="method">LAC, APS or RAPS.</param>
    public static ConformalReport Evaluate(
        Predictions predictions,
        GroundTruth labels,
        BitSet calibration,
        ConformalMethod method,
        ConformalOptions? options = null
    ) => EvaluateAll(predictions, [labels], calibration, [method], options)[0][0];

    /// <summary>Several label views and methods at once, over one ranking of each image's classes.</summary>
    /// <param name="predictions">Predictions with all logits, [N, C].</param>
    /// <param name="views">Label views of the same images; excluded ones are neither calibrated nor tested on.</param>
    /// <param name="calibration">[N] images of the calibration split; the others are tested on.</param>
    /// <param name="methods">Which scores.</param>
    /// <param name="options">α and the parameters of the methods.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    /// <returns>For each view one report a method, in order.</returns>
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
        Run(calibrates: true);
        foreach (var run in runs.SelectMany(run => run))
            run.Calibrate(options.Alpha);
        Run(calibrates: false);
        return
        [
            .. runs.Select(methods => (IReadOnlyList<ConformalReport>)[.. methods.Select(run => run.Report(predictions.Classes, options))]),
        ];

        void Run(bool calibrates) =>
            RowBlocks.Run(
                predictions.Count,
                parallel ?? new(),
                (first, end) =>
                {
                    var classes = new ScoredClasses(predictions, methods, options);
                    for (var image = first; image < end; image++)
                    {
                        if (calibration[image] != calibrates || !views.Any(view => view.IsUsed(image)))
                            continue;
                        classes.Load(image);
                        foreach (var view in runs)
                        foreach (var run in view)
                            if (run.Labels.IsUsed(image))
                                run.Take(classes, image);
                    }
                }
            );
    }
}
