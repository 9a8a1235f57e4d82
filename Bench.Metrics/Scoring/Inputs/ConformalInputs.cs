using Bench.Metrics.Conformal;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>Prediction sets of one label set by every method, on the images outside the calibration split.</summary>
sealed class ConformalInputs
{
    readonly IReadOnlyList<ConformalReport> _reports;
    readonly GroundTruth _tested;

    ConformalInputs(GroundTruth tested, IReadOnlyList<ConformalReport> reports) => (_tested, _reports) = (tested, reports);

    /// <summary>One for each label set of the same predictions, from one ranking of each image's classes.</summary>
    public static IEnumerable<ConformalInputs> Of(IReadOnlyList<MetricInputs> all)
    {
        var split = all[0].Options.CalibrationSplit!;
        return ConformalPrediction
            .EvaluateAll(
                all[0].Predictions,
                [.. all.Select(inputs => inputs.Labels)],
                split,
                Enum.GetValues<ConformalMethod>(),
                parallel: all[0].Scan.Parallel
            )
            .Select((reports, place) => new ConformalInputs(all[place].Labels.Without(split, TemperatureInputs.FittedOn), reports));
    }

    /// <summary>Why the sets say nothing of the model: without a threshold each of them is every class.</summary>
    public string? WhyNone(ConformalMethod method) =>
        double.IsPositiveInfinity(Report(method).Quantile)
            ? FormattableString.Invariant(
                $"{Report(method).CalibrationImages} calibration images are too few for a threshold at α = {Report(method).Options.Alpha}"
            )
            : null;

    /// <summary>Share of test images whose set holds the label.</summary>
    public Estimate Coverage(ConformalMethod method) =>
        Estimate.Proportion(Report(method).CoveredImages, Report(method).TestImages) with
        {
            Labels = _tested,
        };

    /// <summary>Mean set size, with what its interval is made from.</summary>
    public Estimate MeanSize(ConformalMethod method)
    {
        var sizes = Report(method).Sizes.Span;
        var (values, tested) = (new float[sizes.Length], new float[sizes.Length]);
        for (var i = 0; i < sizes.Length; i++)
            if (sizes[i] >= 0)
                (values[i], tested[i]) = (sizes[i], 1);
        return Number(method, static report => report.MeanSize) with { Replicated = new ReplicatedMean(values, tested) };
    }

    /// <summary>Median set size.</summary>
    public Estimate MedianSize(ConformalMethod method)
    {
        int[] sizes = [.. Report(method).Sizes.ToArray().Where(size => size >= 0).Order()];
        return Number(method, static report => report.MedianSize) with { Interval = MedianInterval.Of(sizes) };
    }

    /// <summary>Lowest coverage of a stratum of set sizes.</summary>
    public Estimate SizeStratifiedCoverage(ConformalMethod method) =>
        Smallest(method, static report => report.SizeStratifiedCoverage, Report(method).Strata.Select(stratum => stratum.Count));

    /// <summary>Lowest coverage of a class.</summary>
    public Estimate WorstClassCoverage(ConformalMethod method) =>
        Smallest(method, static report => report.WorstClassCoverage, Report(method).Classes);

    Estimate Smallest(ConformalMethod method, Func<ConformalReport, double> number, IEnumerable<CoverageCount> groups) =>
        Number(method, number) with
        {
            Interval = SmallestShareInterval.Of(groups.Select(group => (group.Covered, group.Images))),
        };

    /// <summary>A number of the report, without an interval.</summary>
    public Estimate Number(ConformalMethod method, Func<ConformalReport, double> number) =>
        new(number(Report(method)), Report(method).TestImages) { Labels = _tested };

    ConformalReport Report(ConformalMethod method) => _reports[(int)method];
}
