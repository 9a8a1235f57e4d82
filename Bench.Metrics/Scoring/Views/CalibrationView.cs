using Bench.Metrics.Calibration;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Scoring.Resampling;


namespace Bench.Metrics.Scoring.Views;

/// <summary>Confidence and correctness of one label view in confidence order, with what the intervals of its calibration errors are made from.</summary>
sealed class CalibrationView
{
    /// <summary>Bin counts served: the sweep of Tao et al., 2024.</summary>
    public static IReadOnlyList<int> BinCounts => CalibrationSweep.Bins;

    const int DefaultBins = 15;

    static readonly (int Bins, Binning Binning)[] Variants =
        [.. BinCounts.SelectMany(b => new[] { (b, Binning.Width), (b, Binning.Mass) })];

    readonly int[] _places;
    readonly OrderedOutcomes _outcomes;
    readonly ReplicatedCuts _cuts;
    readonly Lazy<int> _bins;
    readonly Lazy<int> _accuracies;
    readonly Lazy<double> _smooth;
    readonly Lazy<int> _curve;
    readonly Lazy<(ThresholdSweep Sweep, ReplicatedSelection Replicated)> _selection;

    public CalibrationView(LabelView view)
    {
        var order = view.Scan.ByConfidence;
        _places = [.. Enumerable.Range(0, order.Length).Where(r => view.Used[order[r]])];
        Pairs = ConfidencePairs.InOrder(view.Scan.Confidence, view.Correct, [.. _places.Select(r => order[r])]);
        _outcomes = new(order, view.Scan.Confidence, view.Correct, view.UsedMask);
        _cuts = new(_outcomes);
        _bins = new(() => _cuts.Add(new ReplicatedBins([.. AllBinnings()])));
        _accuracies = new(() => _cuts.Add(new ReplicatedBinnedAccuracy(Placed(Edges(DefaultBins, Binning.Width)), Placed(Edges(DefaultBins, Binning.Mass)))));
        _smooth = new(() => SmoothCalibrationError.Compute(Pairs));
        _curve = new(() => _cuts.Add(new ReplicatedCurve(_outcomes, _smooth.Value)));
        // ln of the confidence ranks images where the confidence itself is 1 to the last bit.
        _selection = new(() =>
        {
            var ranks = Array.ConvertAll(order, image => -view.Scan.Surprise[image]);
            return (ThresholdSweep.Of(Array.ConvertAll(_places, place => ranks[place]), Pairs.Correct), new(_outcomes, ranks));
        });
    }

    /// <summary>The used images alone.</summary>
    public ConfidencePairs Pairs { get; }

    public Estimate Binned(int bins, Binning binning, CalibrationNorm norm) =>
        FromBins(ExpectedCalibrationError.Compute(Pairs, bins, binning, norm), Array.IndexOf(Variants, (bins, binning)), norm);

    public Estimate Sweep() => FromBins(SweepCalibrationError.Compute(Pairs), Variants.Length);

    public Estimate ExtraBin() => FromBins(PublishedCalibrationErrors.ExtraBin(Pairs), Variants.Length + 1);

    public Estimate DropsOne() => FromBins(PublishedCalibrationErrors.DropsOne(Pairs), Variants.Length + 2);

    public Estimate SkipsLastBin() => FromBins(PublishedCalibrationErrors.SkipsLastBin(Pairs), Variants.Length + 3, CalibrationNorm.L2);

    public Estimate Debiased() => DebiasedCalibrationError.Compute(Pairs) is var value && double.IsNaN(value)
        ? Estimate.Undefined($"needs two images in each of its {DefaultBins} bins; {Pairs.Count} are used", Pairs.Count)
        : FromAccuracies(value, ReplicatedBinnedAccuracy.Debiased);

    public Estimate Reliability() => FromAccuracies(BrierDecomposition.Compute(Pairs).Reliability, ReplicatedBinnedAccuracy.Reliability);

    public Estimate Resolution() => FromAccuracies(BrierDecomposition.Compute(Pairs).Resolution, ReplicatedBinnedAccuracy.Resolution);

    public Estimate Uncertainty() => FromAccuracies(BrierDecomposition.Compute(Pairs).Uncertainty, ReplicatedBinnedAccuracy.Uncertainty);

    public Estimate KolmogorovSmirnov() => FromCurve(KolmogorovSmirnovCalibrationError.Compute(Pairs), ReplicatedCurve.KolmogorovSmirnov);

    public Estimate Mmce() => FromCurve(MaximumMeanCalibrationError.Compute(Pairs), ReplicatedCurve.Mmce);

    public Estimate Smooth() => FromCurve(_smooth.Value, ReplicatedCurve.Smooth);

    public Estimate KernelDensity() => FromCurve(KernelDensityCalibrationError.Compute(Pairs), ReplicatedCurve.KernelDensity);

    /// <summary>A number of the risk-coverage curve.</summary>
    public Estimate Selection(Func<ThresholdSweep, double> value, int output) =>
        new(value(_selection.Value.Sweep), Pairs.Count) { Replicated = _selection.Value.Replicated, Output = output };

    Estimate FromBins(double value, int binning, CalibrationNorm norm = CalibrationNorm.L1) =>
        new(value, Pairs.Count) { Replicated = _cuts, Output = _bins.Value + ReplicatedBins.OutputOf(binning, norm) };

    Estimate FromAccuracies(double value, int output) => new(value, Pairs.Count) { Replicated = _cuts, Output = _accuracies.Value + output };

    Estimate FromCurve(double value, int output) => new(value, Pairs.Count) { Replicated = _cuts, Output = _curve.Value + output };

    IEnumerable<BinEdges> AllBinnings()
    {
        foreach (var (bins, binning) in Variants) yield return new(Placed(Edges(bins, binning)), bins);
        var sweep = SweepCalibrationError.BinCount(Pairs);
        yield return new(Placed(Edges(sweep, Binning.Mass)), sweep);
        var halfOpen = Placed(PublishedCalibrationErrors.HalfOpenEdges(Pairs.Confidence, DefaultBins));
        yield return new(halfOpen, DefaultBins + 1);
        yield return new(halfOpen, DefaultBins);
        var hundreds = Placed(PublishedCalibrationErrors.FixedSizeEdges(Pairs.Count));
        yield return new(hundreds, Math.Max(0, hundreds.Length - 2));
    }

    int[] Edges(int bins, Binning binning) => ConfidenceBins.Edges(Pairs.Confidence, bins, binning);

    /// <summary>Edges among used images as places among all images.</summary>
    int[] Placed(int[] edges) => [.. edges.Select(e => e < _places.Length ? _places[e] : _outcomes.Order.Length)];
}
