using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>Curves of each class over its own images and images that only show what goes with it, ordered by the
/// probability of the class; and the means over classes of how well the one kind is told from the other, under
/// resampled weights.</summary>
/// <remarks>Average precision is the step-wise one, equal scores entering together, with the class's own images as
/// positive. A class of which a resample leaves one kind alone is no class of it.</remarks>
sealed class SpuriousCurves(IReadOnlyList<SpuriousCurves.Curve> curves) : IReplicated
{
    public const int Precision = 0,
        Area = 1;

    public int Outputs => 2;

    /// <summary>One class: places of its images' weights in order of the probability, highest first.</summary>
    /// <param name="Places">Place of each image's weight.</param>
    /// <param name="IsOwn">Whether it shows the class.</param>
    /// <param name="Ends">Where each run of equal scores ends.</param>
    internal sealed record Curve(int[] Places, bool[] IsOwn, int[] Ends)
    {
        /// <param name="images">Score, place of the weight and kind of each image.</param>
        public static Curve Of(IEnumerable<(float Score, int Place, bool IsOwn)> images)
        {
            var sorted = images.OrderByDescending(image => image.Score).ToArray();
            return new(
                [.. sorted.Select(image => image.Place)],
                [.. sorted.Select(image => image.IsOwn)],
                [.. Enumerable.Range(1, sorted.Length).Where(end => end == sorted.Length || sorted[end].Score != sorted[end - 1].Score)]
            );
        }
    }

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values) =>
        Lanes.OneByOne(weights, Replicate, values);

    /// <summary>One resample.</summary>
    /// <param name="weights">[N] weight of each image.</param>
    /// <param name="values">[<see cref="Outputs"/>] destination; NaN where no class is left.</param>
    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (precision, area, counted) = (0.0, 0.0, 0);
        foreach (var curve in curves)
            if (Of(curve, weights) is { } of)
                (precision, area, counted) = (precision + of.Precision, area + of.Area, counted + 1);
        (values[Precision], values[Area]) = counted == 0 ? (double.NaN, double.NaN) : (precision / counted, area / counted);
    }

    static (double Precision, double Area)? Of(Curve curve, ReadOnlySpan<float> weights)
    {
        double own = 0,
            other = 0,
            sum = 0,
            pairs = 0;
        var place = 0;
        foreach (var end in curve.Ends)
        {
            double owns = 0,
                others = 0;
            for (; place < end; place++)
                if (curve.IsOwn[place])
                    owns += weights[curve.Places[place]];
                else
                    others += weights[curve.Places[place]];
            pairs += others * (own + owns / 2);
            own += owns;
            other += others;
            if (owns > 0)
                sum += owns * own / (own + other);
        }
        return own == 0 || other == 0 ? null : (sum / own, pairs / (own * other));
    }
}
