using Bench.Metrics.Calibration;

namespace Bench.Metrics.Scoring;

/// <summary>Confidence and correctness of one label view in confidence order, with the bins of every variant.</summary>
sealed class CalibrationView
{
    /// <summary>Bin counts served: the sweep of Tao et al., 2024.</summary>
    public static IReadOnlyList<int> BinCounts { get; } = [5, 10, 15, 20, 25, 50, 100, 200, 500];

    static readonly (int Bins, Binning Binning)[] Variants =
        [.. BinCounts.SelectMany(b => new[] { (b, Binning.Width), (b, Binning.Mass) })];

    readonly Lazy<ReplicatedBins> _bins;

    public CalibrationView(LabelView view)
    {
        var order = view.Scan.ByConfidence;
        Places = [.. Enumerable.Range(0, order.Length).Where(r => view.Used[order[r]])];
        Pairs = ConfidencePairs.InOrder(view.Scan.Confidence, view.Correct, [.. Places.Select(r => order[r])]);
        (Gap, Used) = (new float[order.Length], new float[order.Length]);
        for (var i = 0; i < Places.Length; i++) (Gap[Places[i]], Used[Places[i]]) = ((Pairs.Correct[i] ? 1 : 0) - Pairs.Confidence[i], 1);
        _bins = new(() => new(order, Gap, Used, [.. Variants.Select(v => Ranked(ConfidenceBins.Edges(Pairs.Confidence, v.Bins, v.Binning)))]));
    }

    public ConfidencePairs Pairs { get; }

    /// <summary>[n] place in the confidence order of all N images of each used image.</summary>
    public int[] Places { get; }

    /// <summary>[N] correct − confidence in confidence order, 0 for an unused image.</summary>
    public float[] Gap { get; }

    /// <summary>[N] 1 for a used image in confidence order, else 0.</summary>
    public float[] Used { get; }

    public Estimate Binned(int bins, Binning binning, CalibrationNorm norm) => new(ExpectedCalibrationError.Compute(Pairs, bins, binning, norm), Pairs.Count)
    {
        Replicated = _bins.Value,
        Output = ReplicatedBins.OutputOf(Array.IndexOf(Variants, (bins, binning)), norm),
    };

    /// <summary>Edges among used images as edges among all images.</summary>
    int[] Ranked(int[] edges) => [.. edges.Select(e => e < Places.Length ? Places[e] : Gap.Length)];
}
