using Bench.Metrics.Conformal;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of conformal prediction: six for each method.</summary>
static class ConformalMetrics
{
    const string NoInterval =
        "the 5th percentile of classes of few test images is mostly their noise; no interval of it is known to contain the true one "
        + "as often as it says";

    static readonly ConformalOptions Options = new();

    public static IEnumerable<MetricDefinition> All() => Enum.GetValues<ConformalMethod>().SelectMany(Of);

    static IEnumerable<MetricDefinition> Of(ConformalMethod method)
    {
        yield return Define(
            method,
            "coverage",
            "coverage",
            MetricDirection.Higher,
            "share of test images whose set holds the label",
            inputs => inputs.Conformal!.Coverage(method)
        );
        yield return Define(
            method,
            "set-size",
            "mean set size",
            MetricDirection.Lower,
            "mean number of classes in a set",
            inputs => inputs.Conformal!.MeanSize(method)
        ) with
        {
            Maximum = double.PositiveInfinity,
        };
        yield return Define(
            method,
            "median-set-size",
            "median set size",
            MetricDirection.Lower,
            "median number of classes in a set",
            inputs => inputs.Conformal!.MedianSize(method)
        ) with
        {
            Version = 4,
            Maximum = double.PositiveInfinity,
        };
        yield return Define(
            method,
            "size-stratified-coverage",
            "size-stratified coverage",
            MetricDirection.Higher,
            "lowest coverage over sets of size 0–1, 2–3, 4–10, 11–100 and more",
            inputs => inputs.Conformal!.SizeStratifiedCoverage(method)
        ) with
        {
            Version = 4,
        };
        yield return Define(
            method,
            "worst-class-coverage",
            "worst class coverage",
            MetricDirection.Higher,
            "lowest coverage of a class",
            inputs => inputs.Conformal!.WorstClassCoverage(method)
        ) with
        {
            Version = 4,
        };
        yield return Define(
            method,
            "p5-class-coverage",
            "5th percentile class coverage",
            MetricDirection.Higher,
            "5th percentile of the classes' coverages",
            inputs => inputs.Conformal!.Number(method, static report => report.FifthPercentileClassCoverage)
        ) with
        {
            WhyNoInterval = NoInterval,
        };
    }

    static MetricDefinition Define(
        ConformalMethod method,
        string id,
        string name,
        MetricDirection direction,
        string formula,
        Func<MetricInputs, Estimate> measure
    ) =>
        new()
        {
            Id = $"conformal-{NameOf(method).ToLowerInvariant()}-{id}",
            Name = $"{NameOf(method)} {name}",
            Family = MetricFamily.Conformal,
            Direction = direction,
            Formula =
                $"{formula}; a set is every class whose score, {ScoreOf(method)}, is at most the ⌈(n + 1)(1 − α)⌉-th smallest of "
                + "the n calibration labels",
            Source = SourceOf(method),
            Defaults = DefaultsOf(method),
            Prominence =
                method == ConformalMethod.Raps && (id is "coverage" or "set-size") ? MetricProminence.Report : MetricProminence.Detail,
            Content = PredictionContent.Full,
            NeedsCalibrationSplit = true,
            Version = 3,
            Measure = inputs => inputs.Conformal!.WhyNone(method) is { } why ? Estimate.Undefined(why, inputs.N) : measure(inputs),
        };

    static string NameOf(ConformalMethod method) => method.ToString().ToUpperInvariant();

    static string ScoreOf(ConformalMethod method) =>
        method switch
        {
            ConformalMethod.Lac => "1 − p",
            ConformalMethod.Aps => "Σ p of the classes ranked before + u p",
            _ => "Σ p of the classes ranked before + u p + λ max(0, rank − k_reg)",
        };

    static string SourceOf(ConformalMethod method) =>
        method switch
        {
            ConformalMethod.Lac => "Sadinle, Lei and Wasserman, 2019",
            ConformalMethod.Aps => "Romano, Sesia and Candès, 2020",
            _ => "Angelopoulos et al., 2021",
        };

    static Dictionary<string, string> DefaultsOf(ConformalMethod method)
    {
        var defaults = new Dictionary<string, string> { ["alpha"] = FormattableString.Invariant($"{Options.Alpha}") };
        if (method == ConformalMethod.Lac)
            return defaults;
        defaults["seed"] = FormattableString.Invariant($"{Options.Seed}");
        if (method == ConformalMethod.Aps)
            return defaults;
        defaults["lambda"] = FormattableString.Invariant($"{Options.Lambda}");
        defaults["k_reg"] = FormattableString.Invariant($"{Options.FreeRanks}");
        return defaults;
    }
}
