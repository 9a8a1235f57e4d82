using Bench.Metrics.Calibration;
using Bench.Metrics.Numerics;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Scoring.Views;

/// <summary>One label view before and after temperature, both on the images that the temperature was not fitted on.</summary>
sealed class TemperatureView
{
    public const string FittedOn = "calibration-split",
        NotFittedOn = "outside-calibration-split";

    public TemperatureView(LabelView view)
    {
        var split = view.Options.CalibrationSplit!;
        var held = view.Labels.Without(split, FittedOn);
        Temperature = TemperatureScaling.Fit(view.Predictions, view.Labels, split, view.Scan.Parallel);
        Interval = TemperatureScaling.IntervalOf(view.Predictions, view.Labels, split, Temperature, view.Scan.Parallel);
        Fitted = view.Labels.Without(Complement(split), NotFittedOn);
        Before = new(view.Scan, held, view.Options) { RanksClasses = false };
        After = double.IsNaN(Temperature) ? Before : new(ScanAt(view, Temperature), held, view.Options) { RanksClasses = false };
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

    public LabelView Before { get; }

    public LabelView After { get; }

    static PredictionScan ScanAt(LabelView view, double temperature)
    {
        var (predictions, squares) = TemperatureScaling.WithSquares(view.Predictions, temperature, view.Scan.Parallel);
        return new(predictions, view.Scan.Parallel, check: false, squares);
    }

    static BitSet Complement(BitSet set)
    {
        var complement = new BitSet(set.Count);
        for (var i = 0; i < set.Count; i++)
            complement[i] = !set[i];
        return complement;
    }
}
