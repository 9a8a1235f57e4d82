using System.Globalization;
using Bench.Metrics.Robustness;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of ImageNet-C: three for each corruption, and the means.</summary>
public static class CorruptionMetrics
{
    public const string MeanCorruptionError = "mce";
    public const string RelativeMeanCorruptionError = "relative-mce";
    public const string MeanError = "corruption-error";

    const string Paper = "Hendrycks and Dietterich, 2019";

    public static string ErrorId(string corruption) => $"error-{Slug(corruption)}";

    public static string CorruptionErrorId(string corruption) => $"ce-{Slug(corruption)}";

    public static string RelativeCorruptionErrorId(string corruption) => $"relative-ce-{Slug(corruption)}";

    /// <summary>Every id.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. All().Select(metric => metric.Id)];

    internal static IEnumerable<MetricDefinition> All() =>
        [
            Define(
                MeanCorruptionError,
                "mCE",
                "mean over the 15 corruptions of CE_c = Σ_s E_s,c / Σ_s E^AlexNet_s,c, severities 1 to 5; "
                    + "1 = as bad as AlexNet. Of another tree, "
                    + "over the errors that its variant declares",
                unbounded: true
            ),
            Define(
                MeanError,
                "Mean error under corruption",
                "mean over the tree's corruptions of the mean top-1 error over their levels, whatever these are called; ImageNet-C's four "
                    + "extra corruptions do not count",
                unbounded: false
            ),
            Define(
                RelativeMeanCorruptionError,
                "Relative mCE",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"mean over the 15 corruptions of (Ē_c − E_clean) / (Ē_c^AlexNet − {AlexNetErrors.Clean}), E_clean from the "
                        + $"same model's evaluation over the clean dataset"
                ),
                unbounded: true
            ) with
            {
                Minimum = double.NegativeInfinity,
                Basis = MetricBasis.CleanEvaluation,
            },
            .. CorruptionSummary.Known.Select(corruption =>
                Define(
                    ErrorId(corruption),
                    $"Error under {Words(corruption)}",
                    "top-1 error, mean over severities 1 to 5",
                    unbounded: false
                )
            ),
            .. CorruptionSummary.Averaged.Select(corruption =>
                Define(
                    CorruptionErrorId(corruption),
                    $"CE of {Words(corruption)}",
                    FormattableString.Invariant($"error under the corruption over AlexNet's, {AlexNetErrors.Mean[corruption]}"),
                    unbounded: true
                )
            ),
            .. CorruptionSummary.Averaged.Select(corruption =>
                Define(
                    RelativeCorruptionErrorId(corruption),
                    $"Relative CE of {Words(corruption)}",
                    FormattableString.Invariant(
                        $"rise of the error over the clean one, over AlexNet's, {AlexNetErrors.Mean[corruption]} − {AlexNetErrors.Clean}"
                    ),
                    unbounded: true
                ) with
                {
                    Minimum = double.NegativeInfinity,
                    Basis = MetricBasis.CleanEvaluation,
                }
            ),
        ];

    static MetricDefinition Define(string id, string name, string formula, bool unbounded) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Robustness,
            Direction = MetricDirection.Lower,
            Maximum = unbounded ? double.PositiveInfinity : 1,
            Formula = formula,
            Source = Paper,
        };

    static string Slug(string corruption) => corruption.Replace('_', '-');

    static string Words(string corruption) => corruption.Replace('_', ' ');
}
