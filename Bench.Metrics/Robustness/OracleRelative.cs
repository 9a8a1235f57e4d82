using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Robustness;

/// <summary>Robustness measured only where a designated oracle model still recognises the image.</summary>
/// <param name="Perturbed">Accuracy on perturbed images among those that the oracle gets right; NaN when there are
/// none.</param>
/// <param name="Clean">The same on clean images.</param>
/// <param name="PerturbedImages">Perturbed images that the oracle gets right and the model uses.</param>
/// <param name="CleanImages">Clean images, likewise.</param>
/// <param name="Interval">95 % interval of the ratio, the two accuracies taken for independent: where the perturbed
/// images are copies of the clean ones it is wider than it need be.</param>
/// <remarks>Ratio = perturbed accuracy / clean accuracy; 1 = nothing lost. Images that the perturbation made
/// unrecognisable, even to the oracle, do not count against the model.
/// Zhang et al., "Foundation model-oriented robustness: robust image model evaluation with pretrained models",
/// 2024.</remarks>
public readonly record struct OracleRelative(double Perturbed, double Clean, int PerturbedImages, int CleanImages, Interval Interval)
{
    /// <summary>Perturbed over clean accuracy; NaN when either is missing or the clean one is 0.</summary>
    public double Ratio => Clean == 0 ? double.NaN : Perturbed / Clean;

    /// <param name="model">The model on perturbed images.</param>
    /// <param name="oracle">The oracle on the same perturbed images.</param>
    /// <param name="cleanModel">The model on clean images.</param>
    /// <param name="cleanOracle">The oracle on the same clean images.</param>
    /// <exception cref="ArgumentException">Model and oracle are over different images.</exception>
    public static OracleRelative Of(ImageOutcomes model, ImageOutcomes oracle, ImageOutcomes cleanModel, ImageOutcomes cleanOracle)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(cleanModel);
        ArgumentNullException.ThrowIfNull(cleanOracle);
        var (perturbed, clean) = (Among(model, oracle), Among(cleanModel, cleanOracle));
        return new(
            perturbed.Accuracy,
            clean.Accuracy,
            perturbed.UsedCount,
            clean.UsedCount,
            RatioInterval.OfIntervals(perturbed.Accuracy, perturbed.AccuracyInterval, clean.Accuracy, clean.AccuracyInterval)
        );
    }

    static ImageOutcomes Among(ImageOutcomes model, ImageOutcomes oracle)
    {
        model.RequireSameImages(oracle);
        return new(model.Correct.And(oracle.Correct), model.Used.And(oracle.Correct)) { Pictures = model.Pictures };
    }
}
