using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Columns;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of calibration errors over all classes' probabilities.</summary>
static class ClasswiseCalibrationMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "classwise-ece",
            "Classwise ECE",
            "mean over classes j of Σ_b (n_b / N) · |share with label j − mean p_j| over 15 equal-width bins (lo, hi] of p_j",
            "Kull et al., 2019",
            new() { ["bins"] = "15", ["binning"] = "width" },
            scores => scores.WidthError
        );
        yield return Define(
            "classwise-ece-mass",
            "Classwise ECE (equal mass)",
            "mean over classes j of Σ_b (n_b / N) · |share with label j − mean p_j| over 15 bins of equal counts, ties in the "
                + "order of the dataset's manifest",
            "Kull et al., 2019; Nixon et al., 2019",
            new() { ["bins"] = "15", ["binning"] = "mass" },
            scores => scores.MassError
        );
        yield return Define(
            "tace",
            "Thresholded adaptive calibration error",
            "mean, over classes with a p_j > 0.01, of Σ_b (n_b / n) · |share with label j − mean p_j| over 15 equal-mass bins of "
                + "those n probabilities alone",
            "Nixon et al., 2019",
            new() { ["bins"] = "15", ["threshold"] = "0.01" },
            scores => scores.ThresholdedError
        );
    }

    static MetricDefinition Define(
        string id,
        string name,
        string formula,
        string source,
        Dictionary<string, string> defaults,
        Func<ClassScores, double[]> values
    ) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Calibration,
            Direction = MetricDirection.Lower,
            Formula = formula,
            Source = source,
            Defaults = defaults,
            Content = PredictionContent.Full,
            ReadsColumns = true,
            WhyNoInterval =
                "it is a mean over classes of binned errors with few images of the class in a bin, which noise alone raises; each "
                + "resample would bin all "
                + "columns again and raise them once more",
            Measure = inputs => new(ClassScores.Mean(values(inputs.ClassScores!)), inputs.N),
        };
}
