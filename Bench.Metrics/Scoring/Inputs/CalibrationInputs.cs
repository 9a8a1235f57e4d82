using Bench.Metrics.Calibration;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>Confidence and correctness of one label set in confidence order, with what the intervals of its calibration
/// errors are made from.</summary>
sealed class CalibrationInputs
{
    public const int DefaultBins = 15;

    readonly int[] _places;
    readonly OrderedOutcomes _outcomes;
    readonly ReplicatedCuts _cuts;
    readonly Lazy<BinnedErrors> _bins;
    readonly Lazy<int> _accuracies;
    readonly Lazy<CurveErrors> _curveErrors;
    readonly Lazy<(ReplicatedCurve Curve, int Output)> _curve;
    readonly Lazy<(ThresholdSweep Sweep, ReplicatedSelection Replicated)> _selection;

    public CalibrationInputs(MetricInputs inputs)
    {
        var order = inputs.Scan.ByConfidence;
        _places = [.. Enumerable.Range(0, order.Length).Where(r => inputs.Used[order[r]])];
        Pairs = ConfidencePairs.InOrder(inputs.Scan.Confidence, inputs.Correct, [.. _places.Select(r => order[r])]);
        _outcomes = new(order, inputs.Scan.Confidence, inputs.Correct, inputs.UsedMask) { Pictures = inputs.Options.Pictures };
        _cuts = new(_outcomes);
        _bins = new(() => new BinnedErrors(Pairs));
        _accuracies = new(() => _cuts.Add(new ReplicatedBinnedAccuracy(Placed(Edges(DefaultBins, Binning.Width)))));
        _curveErrors = new(() => CurveErrors.Of(Pairs));
        _curve = new(() =>
        {
            var curve = new ReplicatedCurve(_outcomes, _curveErrors.Value);
            return (curve, _cuts.Add(curve));
        });
        // ln of the confidence ranks images where the confidence itself is 1 to the last bit.
        _selection = new(() =>
        {
            var ranks = Array.ConvertAll(order, image => -inputs.Scan.Surprise[image]);
            return (ThresholdSweep.Of(Array.ConvertAll(_places, place => ranks[place]), Pairs.Correct), new(_outcomes, ranks));
        });
    }

    /// <summary>The used images alone.</summary>
    public ConfidencePairs Pairs { get; }

    public Estimate Binned(int bins, Binning binning, CalibrationNorm norm) => _bins.Value.Fixed[(bins, binning)].Error(norm);

    public Estimate Sweep() => _bins.Value.Sweep.Error(CalibrationNorm.L1);

    public Estimate ExtraBin() => _bins.Value.ExtraBin.Error(CalibrationNorm.L1);

    public Estimate DropsOne() => _bins.Value.DropsOne.Error(CalibrationNorm.L1);

    /// <summary>Below a hundred images there is no bin that counts.</summary>
    public Estimate SkipsLastBin() =>
        double.IsNaN(PublishedCalibrationErrors.SkipsLastBin(Pairs))
            ? new(double.NaN, Pairs.Count)
            : _bins.Value.SkipsLastBin.Error(CalibrationNorm.L2);

    public Estimate Debiased() =>
        DebiasedCalibrationError.Compute(Pairs) is var value && double.IsNaN(value)
            ? Estimate.Undefined($"needs two images in each of its {DefaultBins} bins; {Pairs.Count} are used", Pairs.Count)
            : new(value, Pairs.Count)
            {
                Interval = BinnedErrorInterval.Of(value, _bins.Value.Debiased(Edges(DefaultBins, Binning.Mass)), Pairs.Count),
            };

    public Estimate Brier(BrierPart part) =>
        new(BrierDecomposition.Compute(Pairs)[part], Pairs.Count) { Replicated = _cuts, Output = _accuracies.Value + (int)part };

    /// <summary>A calibration error without bins.</summary>
    public Estimate Curve(CurveError error)
    {
        var value = _curveErrors.Value[error];
        if (double.IsNaN(value))
            return new(value, Pairs.Count);
        var (output, inversion) = _curve.Value.Curve[error];
        return new(value, Pairs.Count)
        {
            Replicated = _cuts,
            Output = _curve.Value.Output + output,
            Inversion = inversion,
        };
    }

    /// <summary>A number of the risk-coverage curve.</summary>
    public Estimate Selection(SelectionNumber number) =>
        new(number.Of(_selection.Value.Sweep), Pairs.Count) { Replicated = _selection.Value.Replicated, Output = (int)number };

    int[] Edges(int bins, Binning binning) => ConfidenceBins.Edges(Pairs.Confidence, bins, binning);

    /// <summary>Edges among used images as places among all images.</summary>
    int[] Placed(int[] edges) => [.. edges.Select(e => e < _places.Length ? _places[e] : _outcomes.Order.Length)];
}
