using Bench.Metrics.Calibration;
using Bench.Metrics.Numerics;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>One label set before and after temperature, both on the images that the temperature was not fitted
/// on.</summary>
sealed class TemperatureInputs
{
    public const string FittedOn = "calibration-split",
        NotFittedOn = "outside-calibration-split";

    public TemperatureInputs(MetricInputs inputs)
    {
        var split = inputs.Options.CalibrationSplit!;
        var held = inputs.Labels.Without(split, FittedOn);
        Temperature = TemperatureScaling.Fit(inputs.Predictions, inputs.Labels, split, inputs.Scan.Parallel);
        Interval = TemperatureScaling.IntervalOf(inputs.Predictions, inputs.Labels, split, Temperature, inputs.Scan.Parallel);
        Fitted = inputs.Labels.Without(Complement(split), NotFittedOn);
        Before = new(inputs.Scan, held, inputs.Options) { RanksClasses = false };
        After = double.IsNaN(Temperature) ? Before : new(ScanAt(inputs, Temperature), held, inputs.Options) { RanksClasses = false };
    }

    /// <summary>NaN when the split determines none.</summary>
    public double Temperature { get; }

    /// <summary>Its 95 % interval; none where the search ended at a border.</summary>
    public Interval Interval { get; }

    /// <summary>Why it determines none.</summary>
    public string WhyUndefined =>
        Fitted.UsedCount() == 0
            ? "no image of the calibration split is used"
            : "the likelihood of the calibration split does not depend on the temperature: the logits of each of its images are tied";

    /// <summary>The images that the temperature was fitted on.</summary>
    public GroundTruth Fitted { get; }

    public MetricInputs Before { get; }

    public MetricInputs After { get; }

    static PredictionScan ScanAt(MetricInputs inputs, double temperature)
    {
        var (predictions, squares) = TemperatureScaling.WithSquares(inputs.Predictions, temperature, inputs.Scan.Parallel);
        return new(predictions, inputs.Scan.Parallel, check: false, squares);
    }

    static BitSet Complement(BitSet set)
    {
        var complement = new BitSet(set.Count);
        for (var i = 0; i < set.Count; i++)
            complement[i] = !set[i];
        return complement;
    }
}
