using Bench.Metrics.Conformal;
using Bench.Metrics.Predicted;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of conformal prediction under shift: calibrated on the clean dataset, measured
/// here.</summary>
public static class ShiftedConformalMetrics
{
    /// <summary>Methods that are measured under shift.</summary>
    public static IReadOnlyList<ConformalMethod> Methods { get; } = [ConformalMethod.Lac, ConformalMethod.Aps];

    /// <summary>Every id.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Methods.SelectMany(method => (string[])[CoverageId(method), SizeId(method)])];

    public static string CoverageId(ConformalMethod method) => $"conformal-{Slug(method)}-coverage-under-shift";

    public static string SizeId(ConformalMethod method) => $"conformal-{Slug(method)}-set-size-under-shift";

    internal static IEnumerable<MetricDefinition> All() =>
        Methods.SelectMany(method =>
            (MetricDefinition[])
                [
                    Define(
                        CoverageId(method),
                        $"{method.ToString().ToUpperInvariant()} coverage under shift",
                        MetricDirection.Higher,
                        "share of images whose set holds the label"
                    ),
                    Define(
                        SizeId(method),
                        $"{method.ToString().ToUpperInvariant()} mean set size under shift",
                        MetricDirection.Lower,
                        "mean number of classes in a set"
                    ) with
                    {
                        Maximum = double.PositiveInfinity,
                    },
                ]
        );

    static MetricDefinition Define(string id, string name, MetricDirection direction, string formula) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Conformal,
            Direction = direction,
            Basis = MetricBasis.CleanEvaluation,
            Formula =
                $"{formula}; the threshold is that of the clean dataset's calibration split at α = 0.1, over the classes of this "
                + "dataset, and every image here is tested on: nothing guarantees 1 − α then",
            Source = "Tibshirani et al., 2019, on what split conformal prediction loses under shift",
            Defaults = new Dictionary<string, string> { ["alpha"] = "0.1" },
            Content = PredictionContent.Full,
        };

    static string Slug(ConformalMethod method) => method.ToString().ToLowerInvariant();
}
