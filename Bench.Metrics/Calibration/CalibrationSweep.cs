using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Calibration;

/// <summary>Binned calibration errors by family and number of bins: the 45 numbers that "A Benchmark Study on
/// Calibration" reports of a model at one temperature.</summary>
/// <remarks>
/// With b bins of the confidences c_i of n images and a_i whether image i is right, ECE = Σ_b (n_b / n) · |accuracy_b −
/// confidence_b| and MCE the largest of the gaps. A classwise error is the mean over all C classes j of the same sum
/// for the probabilities p_ij and whether j is a label of image i. Equal-width bins are (lo, hi]; bins of equal counts
/// take ties in the order of the images. Tao et al., 2024; Kull et al., 2019. No image gives NaN.
/// </remarks>
public static class CalibrationSweep
{
    /// <summary>The numbers of bins of the study.</summary>
    public static IReadOnlyList<int> Bins { get; } = [5, 10, 15, 20, 25, 50, 100, 200, 500];

    static readonly CalibrationFamily[] TopLabel = [CalibrationFamily.Ece, CalibrationFamily.EceMass, CalibrationFamily.Mce];

    static readonly CalibrationFamily[] Classwise = [CalibrationFamily.ClasswiseEce, CalibrationFamily.ClasswiseEceMass];

    /// <summary>Why a family cannot be measured from such predictions; null when it can.</summary>
    public static string? WhyMissing(CalibrationFamily family, PredictionContent content) =>
        content switch
        {
            PredictionContent.Ranks => "needs the probability of the best class; these predictions are a ranking only",
            < PredictionContent.Full when Array.IndexOf(Classwise, family) >= 0 =>
                "needs every logit of each image; these predictions carry the best classes only",
            _ => null,
        };

    /// <summary>The errors of some families under every number of bins.</summary>
    /// <param name="predictions">At the temperature in question.</param>
    /// <param name="labels">Images that are used, and their classes.</param>
    /// <param name="families">Which errors; those that the predictions do not support are left out.</param>
    /// <param name="stage">What the images and the temperature are, for the answer.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    public static IReadOnlyList<SweptCalibration> Compute(
        Predictions predictions,
        GroundTruth labels,
        IReadOnlyCollection<CalibrationFamily> families,
        CalibrationStage stage,
        ParallelOptions? parallel = null
    )
    {
        int[] images = [.. Enumerable.Range(0, labels.Count).Where(labels.IsUsed)];
        var wanted = families.Where(family => WhyMissing(family, predictions.Content) is null).ToArray();
        var result = new List<SweptCalibration>();
        if (wanted.Intersect(TopLabel).Any())
        {
            var pairs = ConfidencePairs.Sort(
                Array.ConvertAll(images, image => predictions.ProbabilityAt(image, 0)),
                Array.ConvertAll(images, image => labels.Accepts(image, predictions.TopClass.Span[image * predictions.HeadSize]))
            );
            foreach (var family in wanted.Intersect(TopLabel))
                result.AddRange(Bins.Select(bins => new SweptCalibration(family, stage, bins, Error(pairs, family, bins), images.Length)));
        }
        if (wanted.Intersect(Classwise).ToArray() is { Length: > 0 } classwise)
            result.AddRange(OverClasses(predictions, labels, images, classwise, stage, parallel ?? new()));
        return result;
    }

    static double Error(ConfidencePairs pairs, CalibrationFamily family, int bins) =>
        family switch
        {
            CalibrationFamily.Mce => ExpectedCalibrationError.Compute(pairs, bins, norm: CalibrationNorm.Max),
            CalibrationFamily.EceMass or CalibrationFamily.ClasswiseEceMass => ExpectedCalibrationError.Compute(pairs, bins, Binning.Mass),
            _ => ExpectedCalibrationError.Compute(pairs, bins),
        };

    static IEnumerable<SweptCalibration> OverClasses(
        Predictions predictions,
        GroundTruth labels,
        int[] images,
        CalibrationFamily[] families,
        CalibrationStage stage,
        ParallelOptions parallel
    )
    {
        // Every class has slots of its own, which are added up in order: the sum is the same on any number of threads.
        var errors = new double[predictions.Classes, families.Length, Bins.Count];
        Parallel.For(
            0,
            predictions.Classes,
            parallel,
            @class =>
            {
                var pairs = ConfidencePairs.Sort(
                    Array.ConvertAll(images, image => predictions.ProbabilityOf(image, @class)),
                    Array.ConvertAll(images, image => labels.Of(image).Contains((ushort)@class))
                );
                for (var f = 0; f < families.Length; f++)
                for (var b = 0; b < Bins.Count; b++)
                    errors[@class, f, b] = Error(pairs, families[f], Bins[b]);
            }
        );
        for (var f = 0; f < families.Length; f++)
        for (var b = 0; b < Bins.Count; b++)
        {
            var sum = 0.0;
            for (var c = 0; c < predictions.Classes; c++)
                sum += errors[c, f, b];
            yield return new(families[f], stage, Bins[b], sum / predictions.Classes, images.Length);
        }
    }
}
