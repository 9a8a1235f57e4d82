using Bench.Metrics.Clustered;

namespace Bench.Metrics.Comparison;

/// <summary>Two models over images of which several are of one picture: by how many images the first is ahead on each
/// picture.</summary>
/// <remarks>
/// Copies of a picture are no independent images. The difference of the accuracies is a ratio with pictures as clusters,
/// and its variance, linearised, K / (K − 1) · Σ_k (d_k − δ n_k)² / n² for d_k of n_k images of each of K pictures.
/// <see cref="Trials"/> is the number of independent images that would have this variance (Korn and Graubard,
/// "Confidence intervals for proportions with small expected number of positive counts", 1998), so that whatever holds
/// for independent images holds for the counts scaled to it.
/// </remarks>
public sealed class PictureDifferences
{
    /// <summary>A variance below it is rounding.</summary>
    const double None = 1e-16;

    /// <summary>Pictures that both models used an image of.</summary>
    public required int Count { get; init; }

    /// <summary>Independent images that would say as much of the difference; at most the number of images.</summary>
    public required double Trials { get; init; }

    /// <summary>Images by which one model is ahead on a picture, of each picture where one is; above 0 for the
    /// first.</summary>
    public required IReadOnlyList<int> Ahead { get; init; }

    /// <param name="first">One model.</param>
    /// <param name="second">The other.</param>
    /// <param name="pictures">Pictures of the images.</param>
    public static PictureDifferences Of(ImageOutcomes first, ImageOutcomes second, Clusters pictures)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Pictures.Count != first.Used.Count)
            throw new ArgumentException($"{pictures.Pictures.Count} places for {first.Used.Count} images", nameof(pictures));
        var ahead = new List<int>();
        var (count, images, apart) = (0, 0L, 0L);
        double sum = 0,
            squares = 0,
            products = 0,
            sizes = 0;
        for (var picture = 0; picture < pictures.Count; picture++)
        {
            var (d, n) = (0, 0);
            foreach (var image in pictures.Of(picture))
            {
                if (!first.Used[image] || !second.Used[image])
                    continue;
                n++;
                if (first.Correct[image] == second.Correct[image])
                    continue;
                apart++;
                d += first.Correct[image] ? 1 : -1;
            }
            if (n == 0)
                continue;
            (count, images) = (count + 1, images + n);
            (sum, squares, products, sizes) = (sum + d, squares + (double)d * d, products + (double)d * n, sizes + (double)n * n);
            if (d != 0)
                ahead.Add(d);
        }
        var value = sum / images;
        var own = (squares - 2 * value * products + value * value * sizes) * count / Math.Max(1, count - 1) / images / images;
        var independent = (apart - sum * value) / images / images;
        return new()
        {
            Count = count,
            Trials = count > 1 && independent > None && own > None ? Math.Min(images, images * independent / own) : count,
            Ahead = ahead,
        };
    }
}
