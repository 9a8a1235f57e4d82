using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.LabelErrors;

/// <summary>Accuracy on corrected labels as the share of originally mislabelled images in the test set grows from its
/// natural value.</summary>
/// <remarks>
/// Northcutt, Athalye and Mueller, "Pervasive label errors in test sets destabilize machine learning benchmarks", 2021:
/// correctly-labelled images are removed at random, the mislabelled ones stay. Instead of drawing orders of removal,
/// this takes their expectation, which is exact and needs no seed: with a share t of the removable
/// images left, accuracy = (right among mislabelled + right among kept + t · right among removable) / (mislabelled +
/// kept + t · removable), at prevalence mislabelled / (mislabelled + kept + t · removable).
/// Without a mislabelled image the prevalence is 0 throughout; without any image everything is NaN.
/// </remarks>
public sealed record PrevalenceCurve
{
    /// <summary>Used images whose original label was judged wrong, and how many of them the model gets right under the
    /// corrected label.</summary>
    public required (int Images, int Right) Mislabelled { get; init; }

    /// <summary>Used images that the procedure may take away.</summary>
    public required (int Images, int Right) Removable { get; init; }

    /// <summary>Used images that are neither.</summary>
    public required (int Images, int Right) Kept { get; init; }

    /// <summary>Prevalence with every image in place.</summary>
    public double Natural => At(1).Prevalence;

    /// <summary>Prevalence with every removable image gone.</summary>
    public double Highest => At(0).Prevalence;

    /// <param name="corrected">The model's outcomes under corrected labels.</param>
    /// <param name="mislabelled">Images whose original label was judged wrong.</param>
    /// <param name="removable">Images that may be taken away. The published procedure takes every image not found
    /// mislabelled; a stricter one takes only those that people reviewed and upheld. Mislabelled images among them
    /// stay.</param>
    /// <exception cref="ArgumentException">The sets differ in length.</exception>
    public static PrevalenceCurve Of(ImageOutcomes corrected, BitSet mislabelled, BitSet removable)
    {
        ArgumentNullException.ThrowIfNull(corrected);
        ArgumentNullException.ThrowIfNull(mislabelled);
        ArgumentNullException.ThrowIfNull(removable);
        if (mislabelled.Count != corrected.Used.Count || removable.Count != corrected.Used.Count)
            throw new ArgumentException(
                $"sets over {mislabelled.Count} and {removable.Count} images for {corrected.Used.Count} outcomes",
                nameof(mislabelled)
            );

        (int Images, int Right) wrong = default,
            free = default,
            kept = default;
        for (var image = 0; image < corrected.Used.Count; image++)
        {
            if (!corrected.Used[image])
                continue;
            var right = corrected.Correct[image] ? 1 : 0;
            ref var part = ref kept;
            if (mislabelled[image])
                part = ref wrong;
            else if (removable[image])
                part = ref free;
            part = (part.Images + 1, part.Right + right);
        }
        return new()
        {
            Mislabelled = wrong,
            Removable = free,
            Kept = kept,
        };
    }

    /// <summary>The point at which a share of the removable images, in [0, 1], is left.</summary>
    public PrevalencePoint At(double left)
    {
        var images = Mislabelled.Images + Kept.Images + left * Removable.Images;
        return new(Mislabelled.Images / images, images, (Mislabelled.Right + Kept.Right + left * Removable.Right) / images);
    }

    /// <summary>Points evenly spread over prevalence, from <see cref="Natural"/> to <see cref="Highest"/>; one point
    /// when the prevalence cannot change.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two points are asked for.</exception>
    public IReadOnlyList<PrevalencePoint> Points(int count = 101)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (Removable.Images == 0 || Mislabelled.Images == 0)
            return [At(1)];
        var points = new PrevalencePoint[count];
        for (var i = 0; i < count; i++)
        {
            var prevalence = Natural + (Highest - Natural) * i / (count - 1);
            var left = (Mislabelled.Images / prevalence - Mislabelled.Images - Kept.Images) / Removable.Images;
            points[i] = At(Math.Clamp(left, 0, 1));
        }
        return points;
    }
}
