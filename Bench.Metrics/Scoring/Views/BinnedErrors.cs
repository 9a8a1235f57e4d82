using Bench.Metrics.Calibration;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Scoring.Views;

/// <summary>The binned calibration errors of one label view. One pair of edges and scored bins gives both the value and its replicates, so
/// that they cannot part.</summary>
sealed class BinnedErrors
{
    /// <summary>Bin counts served: the sweep of Tao et al., 2024.</summary>
    public static IReadOnlyList<int> BinCounts => CalibrationSweep.Bins;

    readonly ConfidencePairs _pairs;
    readonly ReplicatedCuts _cuts;
    readonly List<(int[] Edges, int Scored)> _binnings = [];
    readonly Lazy<int> _first;

    /// <param name="pairs">The used images.</param>
    /// <param name="cuts">What replicates sums over runs of the confidence order.</param>
    /// <param name="placed">Edges among used images as places among all images.</param>
    public BinnedErrors(ConfidencePairs pairs, ReplicatedCuts cuts, Func<int[], int[]> placed)
    {
        (_pairs, _cuts) = (pairs, cuts);
        foreach (var bins in BinCounts)
        foreach (var binning in Enum.GetValues<Binning>())
            Fixed.Add((bins, binning), Join(ConfidenceBins.Edges(pairs.Confidence, bins, binning), bins));
        var sweep = SweepCalibrationError.BinCount(pairs);
        Sweep = Join(ConfidenceBins.Edges(pairs.Confidence, sweep, Binning.Mass), sweep);
        var halfOpen = PublishedCalibrationErrors.HalfOpenEdges(pairs.Confidence, CalibrationView.DefaultBins);
        ExtraBin = Join(halfOpen, CalibrationView.DefaultBins + 1);
        DropsOne = Join(halfOpen, CalibrationView.DefaultBins);
        var hundreds = PublishedCalibrationErrors.FixedSizeEdges(pairs.Count);
        SkipsLastBin = Join(hundreds, Math.Max(0, hundreds.Length - 2));
        _first = new(() => cuts.Add(new ReplicatedBins([.. _binnings.Select(b => new BinEdges(placed(b.Edges), b.Scored))])));
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

    Binned Join(int[] edges, int scored)
    {
        _binnings.Add((edges, scored));
        return new(this, _binnings.Count - 1);
    }

    /// <summary>One binning.</summary>
    public sealed class Binned(BinnedErrors errors, int place)
    {
        public Estimate Error(CalibrationNorm norm)
        {
            var (edges, scored) = errors._binnings[place];
            var (pairs, gaps) = (errors._pairs, new CalibrationGaps());
            for (var b = 0; b + 1 < edges.Length; b++)
                gaps.Add(b < scored ? pairs.GapSums[edges[b + 1]] - pairs.GapSums[edges[b]] : 0, edges[b + 1] - edges[b]);
            return new(gaps.Value(norm), pairs.Count)
            {
                Replicated = errors._cuts,
                Output = errors._first.Value + ReplicatedBins.OutputOf(place, norm),
            };
        }
    }
}
