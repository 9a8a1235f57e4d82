using Bench.Metrics.Calibration;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>The binned calibration errors of one label set. One pair of edges and scored bins gives both the value and
/// its interval, so that they cannot part.</summary>
sealed class BinnedErrors
{
    /// <summary>Bin counts served: the sweep of Tao et al., 2024.</summary>
    public static IReadOnlyList<int> BinCounts => CalibrationSweep.Bins;

    /// <summary>Up to this many bins, the mean of their gaps is tested against models whose gaps all have one
    /// sign.</summary>
    const int FewBins = 5;

    readonly ConfidencePairs _pairs;
    readonly LocalGaps _local;

    /// <param name="pairs">The used images.</param>
    public BinnedErrors(ConfidencePairs pairs)
    {
        (_pairs, _local) = (pairs, new LocalGaps(pairs));
        foreach (var bins in BinCounts)
        foreach (var binning in Enum.GetValues<Binning>())
            Fixed.Add((bins, binning), new(this, ConfidenceBins.Edges(pairs.Confidence, bins, binning), bins, bins <= FewBins));
        var sweep = SweepCalibrationError.BinCount(pairs);
        Sweep = new(this, ConfidenceBins.Edges(pairs.Confidence, sweep, Binning.Mass), sweep, oneWay: true);
        var halfOpen = PublishedCalibrationErrors.HalfOpenEdges(pairs.Confidence, CalibrationInputs.DefaultBins);
        ExtraBin = new(this, halfOpen, CalibrationInputs.DefaultBins + 1);
        DropsOne = new(this, halfOpen, CalibrationInputs.DefaultBins);
        var hundreds = PublishedCalibrationErrors.FixedSizeEdges(pairs.Count);
        SkipsLastBin = new(this, hundreds, Math.Max(0, hundreds.Length - 2));
    }

    /// <summary>The served binnings of fixed bin counts.</summary>
    public Dictionary<(int Bins, Binning Binning), Binned> Fixed { get; } = [];

    /// <summary>As many equal-mass bins as keep accuracies in rising order.</summary>
    public Binned Sweep { get; }

    /// <summary>Bins [lo, hi) and one of its own for confidence 1.</summary>
    public Binned ExtraBin { get; }

    /// <summary>Bins [lo, hi); images of confidence 1 fall in none.</summary>
    public Binned DropsOne { get; }

    /// <summary>Bins of 100 images, the last of which is not scored.</summary>
    public Binned SkipsLastBin { get; }

    /// <summary>The debiased error over some bins, at every scale.</summary>
    public ScaledDebiasedError Debiased(int[] edges) => new(_local, edges);

    /// <summary>One binning: where its bins end, and how many of them are scored.</summary>
    public sealed class Binned(BinnedErrors errors, int[] edges, int scored, bool oneWay = false)
    {
        public Estimate Error(CalibrationNorm norm)
        {
            var (pairs, gaps) = (errors._pairs, new CalibrationGaps());
            for (var b = 0; b + 1 < edges.Length; b++)
                gaps.Add(b < scored ? pairs.GapSums[edges[b + 1]] - pairs.GapSums[edges[b]] : 0, edges[b + 1] - edges[b]);
            var value = gaps.Value(norm);
            // Where no image is right, or every one, all gaps have one direction as they are.
            var isMixed = pairs.Correct.Contains(true) && pairs.Correct.Contains(false);
            var isOneWay = oneWay && norm == CalibrationNorm.L1 && isMixed;
            // As near to the value as it takes for the search of the scale; a value of 0 is one of few images.
            var local = isOneWay ? LocalGaps.OneWay(pairs, Math.Max(value, 1.0 / Math.Max(1, pairs.Count))) : errors._local;
            return new(value, pairs.Count)
            {
                // Then the largest gap is the mean confidence of the last bin that has an image, or of the first: one that none of these
                // images fell into may have a larger one.
                Interval =
                    norm == CalibrationNorm.Max && !isMixed
                        ? Interval.Without(NoInterval.NoneOrAllRight)
                        : BinnedErrorInterval.Of(value, new ScaledErrors(local, edges, scored, norm), pairs.Count),
            };
        }
    }
}
