using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Derived;

/// <summary>Expected calibration error (15 bins of equal width) by the values of a facet, where several images are of
/// one picture.</summary>
public static class ClusteredCalibration
{
    /// <param name="predictions">With confidences.</param>
    /// <param name="outcomes">What is right, and which images are used.</param>
    /// <param name="codes">[N] value of each image, 1 to <paramref name="values"/>; 0 for none.</param>
    /// <param name="values">Number of values.</param>
    /// <param name="clusters">Pictures of the images.</param>
    /// <param name="options">Resamples of pictures, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <returns>[values] the error and its 95 % interval; NaN where a value has no image.</returns>
    /// <exception cref="ArgumentException">There are no confidences.</exception>
    public static IReadOnlyList<(double Value, Interval Interval)> Of(
        Predictions predictions,
        ImageOutcomes outcomes,
        ReadOnlyMemory<ushort> codes,
        int values,
        Clusters clusters,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (predictions.Content < PredictionContent.TopConfidence)
            throw new ArgumentException("The predictions have no confidences.", nameof(predictions));
        var (gaps, bins) = (new float[predictions.Count], new byte[predictions.Count]);
        for (var image = 0; image < gaps.Length; image++)
        {
            if (!outcomes.Used[image])
            {
                gaps[image] = float.NaN;
                continue;
            }
            var logit = (double)predictions.TopLogit.Span[image * predictions.HeadSize];
            var confidence = (float)Math.Min(1, Math.Exp(logit - predictions.LogSumExp.Span[image]));
            (gaps[image], bins[image]) = ((outcomes.Correct[image] ? 1 : 0) - confidence, ReplicatedGaps.BinOf(confidence));
        }
        var statistic = new ReplicatedGaps(gaps, bins, codes, values, clusters);
        var replicates = Bootstrap.Run([statistic], clusters.Count, options, cancellationToken)[statistic];
        return [.. statistic.Values().Select((value, place) => (value, replicates.Around(value, place, 0, 1)))];
    }
}
