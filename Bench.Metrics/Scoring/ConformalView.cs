using Bench.Metrics.Conformal;

namespace Bench.Metrics.Scoring;

/// <summary>Prediction sets of one label view by every method, on the images outside the calibration split.</summary>
sealed class ConformalView
{
    readonly IReadOnlyList<ConformalReport> _reports;
    readonly Labels _tested;

    public ConformalView(LabelView view)
    {
        var split = view.Options.CalibrationSplit!;
        _tested = view.Labels.Without(split, TemperatureView.FittedOn);
        _reports = ConformalPrediction.EvaluateAll(view.Predictions, view.Labels, split, Enum.GetValues<ConformalMethod>());
    }

    /// <summary>Share of test images whose set holds the label.</summary>
    public Estimate Coverage(ConformalMethod method) => Estimate.Proportion(Report(method).CoveredImages, Report(method).TestImages) with { Labels = _tested };

    /// <summary>Mean set size, with what its interval is made from.</summary>
    public Estimate MeanSize(ConformalMethod method)
    {
        var sizes = Report(method).Sizes.Span;
        var (values, tested) = (new float[sizes.Length], new float[sizes.Length]);
        for (var i = 0; i < sizes.Length; i++)
            if (sizes[i] >= 0) (values[i], tested[i]) = (sizes[i], 1);
        return Number(method, static report => report.MeanSize) with { Replicated = new ReplicatedMean(values, tested) };
    }

    /// <summary>A number of the report that has no interval.</summary>
    public Estimate Number(ConformalMethod method, Func<ConformalReport, double> number) =>
        new(number(Report(method)), Report(method).TestImages) { Labels = _tested };

    ConformalReport Report(ConformalMethod method) => _reports[(int)method];
}
