using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of calibration errors whose bins the data choose, or that have none.</summary>
static class BinFreeCalibrationMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "ece-sweep",
            "ECE (monotonic sweep)",
            "Σ_b (n_b / N) · |accuracy_b − confidence_b| over the most equal-mass bins, "
                + "counted up from 1, that keep bin accuracies monotone",
            "Roelofs et al., 2022",
            c => c.Sweep()
        ) with
        {
            Version = 5,
        };
        yield return Define(
            "ece-debiased",
            "Debiased squared ECE",
            "Σ_b (n_b / N) · ((accuracy_b − confidence_b)² − accuracy_b (1 − accuracy_b) / (n_b − 1)) over 15 equal-mass bins; "
                + "squared, may be negative",
            "Kumar et al., 2019",
            c => c.Debiased()
        ) with
        {
            Version = 4,
            Minimum = -1,
            Defaults = new Dictionary<string, string> { ["bins"] = "15", ["binning"] = "mass" },
        };
        yield return Define(
            "ks",
            "Kolmogorov–Smirnov calibration error",
            "max_s |Σ_{c_i ≤ s} (a_i − c_i)| / N",
            "Gupta et al., 2021",
            c => c.Curve(CurveError.KolmogorovSmirnov)
        ) with
        {
            Version = 4,
        };
        yield return Define(
            "mmce",
            "Maximum mean calibration error",
            "√(Σ_ij (a_i − c_i)(a_j − c_j) exp(−|c_i − c_j| / 0.4)) / N over all pairs",
            "Kumar, Sarawagi and Jain, 2018",
            c => c.Curve(CurveError.Mmce)
        ) with
        {
            Version = 4,
            Defaults = new Dictionary<string, string>
            {
                ["kernel"] = "laplacian",
                ["width"] = "0.4",
                ["subsample"] = "none",
            },
        };
        yield return Define(
            "smooth-ece",
            "Smooth ECE",
            "the σ with ∫ |(1/N) Σ_i (a_i − c_i) K_σ(t, c_i)| dt = σ, the Gaussian kernel reflected at 0 and 1 as often as σ needs",
            "Błasiok and Nakkiran, 2024",
            c => c.Curve(CurveError.Smooth)
        ) with
        {
            Version = 5,
            Defaults = new Dictionary<string, string> { ["grid"] = "σ / 8" },
        };
        yield return Define(
            "kde-ece",
            "Kernel-density ECE",
            "∫ |(1/N) Σ_i (a_i − t) K_h(t, c_i)| dt, reflected triweight kernel, h = 1.06 · s · N^(−1/5); |accuracy − c| where "
                + "all confidences are c",
            "Zhang, Kailkhura and Han, 2020",
            c => c.Curve(CurveError.KernelDensity)
        ) with
        {
            Version = 5,
            Defaults = new Dictionary<string, string> { ["kernel"] = "triweight", ["grid"] = "h / 24" },
        };
    }

    internal static MetricDefinition Define(
        string id,
        string name,
        string formula,
        string source,
        Func<CalibrationInputs, Estimate> measure
    ) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Calibration,
            Direction = MetricDirection.Lower,
            Formula = formula,
            Source = source,
            Content = PredictionContent.TopConfidence,
            Measure = inputs => measure(inputs.Calibration),
        };
}
