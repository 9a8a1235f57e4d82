using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Conformal;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>Conformal coverage under shift as scores: thresholds from the clean dataset's calibration split, everything
/// measured on all images of the shifted one.</summary>
public static class ShiftedConformalScores
{
    /// <param name="clean">Predictions over the clean dataset, over the classes of the shifted one.</param>
    /// <param name="cleanLabels">Its labels over the same classes.</param>
    /// <param name="calibration">Its calibration split.</param>
    /// <param name="shifted">The same model's predictions over the shifted dataset.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="excluded">Images left out here, by reason.</param>
    /// <param name="options">Resamples, seed, threads and pictures.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <returns>Coverage with Wilson's interval and mean set size with a resampled one, by LAC and by APS at α = 0.1;
    /// or why there are none. Several images of one picture say as much as pictures do.</returns>
    public static DerivedScores Of(
        Predictions clean,
        GroundTruth cleanLabels,
        BitSet calibration,
        Predictions shifted,
        GroundTruth labels,
        IReadOnlyDictionary<string, int> excluded,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(shifted);
        ArgumentNullException.ThrowIfNull(options);
        var content = (PredictionContent)Math.Min((int)clean.Content, (int)shifted.Content);
        if (ConformalPrediction.WhyMissing(content) is { } reason)
            return DerivedScores.WithoutAny(ShiftedConformalMetrics.Ids, reason);
        var reports = ConformalPrediction.EvaluateShifted(
            clean,
            cleanLabels,
            calibration,
            shifted,
            labels,
            ShiftedConformalMetrics.Methods,
            parallel: options.Parallel(cancellationToken)
        );
        if (reports[0].TestImages == 0)
            return DerivedScores.WithoutAny(ShiftedConformalMetrics.Ids, "no image is used under this label set");
        if (double.IsPositiveInfinity(reports[0].Quantile))
            return DerivedScores.WithoutAny(
                ShiftedConformalMetrics.Ids,
                $"the clean dataset has {reports[0].CalibrationImages} calibration images, too few for a threshold at α = 0.1"
            );
        float[] used = [.. Enumerable.Range(0, labels.Count).Select(image => labels.IsUsed(image) ? 1f : 0)];
        var sizes = reports.ToDictionary(
            report => report.Method,
            report => new ReplicatedMean([.. report.Sizes.ToArray().Select(size => (float)Math.Max(0, size))], used)
        );
        var replicates = Bootstrap.Run(sizes.Values, labels.Count, options, cancellationToken, options.Pictures);
        return new([.. reports.SelectMany(report => Scores(report, replicates[sizes[report.Method]], excluded, options.Pictures))], []);
    }

    static IEnumerable<MetricScore> Scores(
        ConformalReport report,
        Replicates sizes,
        IReadOnlyDictionary<string, int> excluded,
        Clusters? pictures
    )
    {
        var n = report.TestImages;
        var coverage = report.CoverageInterval(pictures);
        var size = sizes.Around(report.MeanSize, 0, 0, double.PositiveInfinity);
        yield return new(ShiftedConformalMetrics.CoverageId(report.Method), report.Coverage, coverage, n, excluded);
        yield return new(ShiftedConformalMetrics.SizeId(report.Method), report.MeanSize, size, n, excluded);
    }
}
