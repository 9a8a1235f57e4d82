using System.Numerics.Tensors;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>An attacker's means: to move a picture by at most <c>Epsilon</c>, within [0, 1], after resize and crop and
/// before normalisation.</summary>
internal sealed record ThreatModel(AttackNorm Norm, float Epsilon)
{
    /// <summary>Brings <paramref name="moved"/> back to what is allowed around <paramref name="original"/>.</summary>
    public void Project(ReadOnlySpan<float> original, Span<float> moved)
    {
        if (Norm == AttackNorm.Linf)
        {
            for (var i = 0; i < moved.Length; i++)
                moved[i] = Math.Clamp(Math.Clamp(moved[i], original[i] - Epsilon, original[i] + Epsilon), 0, 1);
            return;
        }
        TensorPrimitives.Subtract(moved, original, moved);
        var length = TensorPrimitives.Norm(moved);
        if (length > Epsilon)
            TensorPrimitives.Multiply(moved, Epsilon / length, moved);
        TensorPrimitives.Add(moved, original, moved);
        // The original lies in the box, so cutting to it brings the two no further apart.
        TensorPrimitives.Clamp(moved, 0f, 1f, moved);
    }

    /// <summary>Moves <paramref name="picture"/> by <paramref name="step"/> along the steepest direction of the
    /// norm.</summary>
    public void Climb(ReadOnlySpan<float> gradient, float step, Span<float> picture)
    {
        if (Norm == AttackNorm.Linf)
        {
            for (var i = 0; i < picture.Length; i++)
                picture[i] += step * Math.Sign(gradient[i]);
            return;
        }
        var length = TensorPrimitives.Norm(gradient);
        if (length > 0)
            TensorPrimitives.MultiplyAdd(gradient, step / length, picture, picture);
    }

    /// <summary>A place at the full distance from the original, in a random direction, cut to the box.</summary>
    public void Scatter(ref SeededRandom random, ReadOnlySpan<float> original, Span<float> picture)
    {
        for (var i = 0; i < picture.Length; i++)
            picture[i] = Norm == AttackNorm.Linf ? 2 * random.NextSingle() - 1 : random.NextNormal();
        var size = Norm == AttackNorm.Linf ? TensorPrimitives.MaxMagnitude(picture) : TensorPrimitives.Norm(picture);
        TensorPrimitives.MultiplyAdd(picture, Epsilon / Math.Abs(size), original, picture);
        Project(original, picture);
    }
}
