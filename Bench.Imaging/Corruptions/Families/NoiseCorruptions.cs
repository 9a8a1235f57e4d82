using System.Numerics;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C's noises. A level is 0 (mildest) to 4.</summary>
static class NoiseCorruptions
{
    static readonly float[] GaussianScale = [.08f, .12f, .18f, .26f, .38f];
    static readonly double[] PhotonsAtWhite = [60, 25, 12, 5, 3];
    static readonly double[] ImpulseShare = [.03, .06, .09, .17, .27];
    static readonly float[] SpeckleScale = [.15f, .2f, .35f, .45f, .6f];
    static readonly PoissonLevels?[] Photons = new PoissonLevels?[PhotonsAtWhite.Length];

    /// <summary>x + N(0, c²), for x in 0 … 1.</summary>
    public static void Gaussian(Canvas canvas, int level)
    {
        var noise = canvas.Floats(0, canvas.Length);
        canvas.Noise.Normal(noise);
        var pixels = canvas.Levels(1);
        SpanArithmetic.Mix(pixels, 1, noise, 255 * GaussianScale[level]);
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>x + x · N(0, c²).</summary>
    public static void Speckle(Canvas canvas, int level)
    {
        var noise = canvas.Floats(0, canvas.Length);
        canvas.Noise.Normal(noise);
        var pixels = canvas.Levels(1);
        SpanArithmetic.AddShare(pixels, noise, SpeckleScale[level]);
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Poisson(c · x) / c.</summary>
    public static void Shot(Canvas canvas, int level)
    {
        // Two threads may both make it: they make the same.
        var photons = Photons[level] ??= PoissonLevels.Of(PhotonsAtWhite[level]);
        foreach (ref var value in canvas.Rgb.AsSpan())
            value = photons.Draw(value, canvas.Noise.Next24());
    }

    /// <summary>A share c of the values becomes 255 or 0, as often the one as the other.</summary>
    public static void Impulse(Canvas canvas, int level)
    {
        var drawn = canvas.Numbers(0, canvas.Length);
        canvas.Noise.Next24(drawn);
        Replace(canvas.Rgb, drawn, (int)(ImpulseShare[level] / 2 * (1 << 24)), (int)(ImpulseShare[level] * (1 << 24)));
    }

    /// <summary>Values whose number is below <paramref name="salt"/> become 255, others below <paramref name="both"/>
    /// 0.</summary>
    static void Replace(Span<byte> values, ReadOnlySpan<int> drawn, int salt, int both)
    {
        var (step, i) = (Vector<int>.Count, 0);
        for (; i <= values.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var (white, changed) = (Below(drawn[i..], salt), Below(drawn[i..], both));
            Vector.ConditionalSelect(changed, white, new Vector<byte>(values[i..])).CopyTo(values[i..]);
        }
        for (; i < values.Length; i++)
            if (drawn[i] < both)
                values[i] = drawn[i] < salt ? (byte)255 : (byte)0;

        Vector<byte> Below(ReadOnlySpan<int> numbers, int bound) =>
            Vector.AsVectorByte(
                Vector.Narrow(
                    Vector.Narrow(Each(numbers, 0, bound), Each(numbers, step, bound)),
                    Vector.Narrow(Each(numbers, 2 * step, bound), Each(numbers, 3 * step, bound))
                )
            );

        static Vector<int> Each(ReadOnlySpan<int> numbers, int at, int bound) =>
            Vector.LessThan(new Vector<int>(numbers[at..]), new Vector<int>(bound));
    }
}
