using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Facets;

/// <summary>How a model does on the images of one value of a facet, compared with all other images that have a
/// value.</summary>
/// <param name="N">Images with this value.</param>
/// <param name="Pictures">Pictures that they are of.</param>
/// <param name="Accuracy">Share right, in [0, 1]; NaN without images.</param>
/// <param name="AccuracyInterval">The 95 % interval of it.</param>
/// <param name="ErrorRatio">Error rate over that of all images that have a value; NaN without images or errors.</param>
/// <param name="ErrorRatioInterval">The 95 % interval of it.</param>
/// <param name="PValue">That images with and without this value are equally often right.</param>
public readonly record struct FacetEstimate(
    int N,
    int Pictures,
    double Accuracy,
    Interval AccuracyInterval,
    double ErrorRatio,
    Interval ErrorRatioInterval,
    double PValue
)
{
    /// <param name="outcomes">What the model got right.</param>
    /// <param name="codes">[N] the value of each image; 0 for none.</param>
    /// <param name="values">Number of values; codes are 1 to this.</param>
    /// <param name="clusters">Pictures of the images, where several are of one: <see cref="ClusteredShare"/>. Null
    /// where each is its own: <see cref="FacetValue"/>.</param>
    /// <returns>One for each value, in the order of their codes.</returns>
    public static IReadOnlyList<FacetEstimate> Of(ImageOutcomes outcomes, ReadOnlySpan<ushort> codes, int values, Clusters? clusters)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        if (clusters is null)
            return [.. FacetValue.Count(outcomes, codes, values).Select(Of)];
        var wrong = new float[outcomes.Used.Count];
        for (var image = 0; image < wrong.Length; image++)
            wrong[image] =
                !outcomes.Used[image] ? float.NaN
                : outcomes.Correct[image] ? 0
                : 1;
        return [.. ClusteredShare.Of(wrong, codes, values, clusters).Select(Of)];
    }

    static FacetEstimate Of(FacetValue value) =>
        new(value.N, value.N, value.Accuracy, value.AccuracyInterval, value.ErrorRatio, value.ErrorRatioInterval, value.PValue);

    static FacetEstimate Of(ClusteredShare errors) =>
        new(
            errors.N,
            errors.Pictures,
            1 - errors.Share,
            new(1 - errors.Interval.High, 1 - errors.Interval.Low),
            errors.Ratio,
            errors.RatioInterval,
            errors.PValue
        );
}
