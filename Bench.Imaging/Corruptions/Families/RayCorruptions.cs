using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C-bar's sparkles: white stars, or a white picture with one window. A level is 0 (mildest) to 4.</summary>
static class RayCorruptions
{
    const int Stars = 5;
    const float Randomness = .25f;

    static readonly double[] StarLevels = [1, 2, 3, 5, 6];
    static readonly double[] WindowLevels = [1, 2, 4, 9, 10];

    public static void Sparkles(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var radius = (float)(StarLevels[level] * .1 / 10 * side);
        Span<double> centres = stackalloc double[2 * Stars];
        noise.Uniform(centres, 0, side);
        Span<int> rays = stackalloc int[Stars];
        foreach (ref var count in rays)
            count = noise.Whole(50, 200);
        var pixels = canvas.Levels(0);
        for (var star = 0; star < Stars; star++)
        {
            var lengths = Lengths(canvas, rays[star], radius);
            foreach (ref var length in lengths)
                length = MathF.Max(1, length);
            var (down, right) = ((float)centres[2 * star], (float)centres[2 * star + 1]);
            for (var i = 0; i < canvas.Area; i++)
            {
                var share = Light(i % side - right, i / side - down, lengths, 1);
                foreach (ref var value in pixels.Slice(i * 3, 3))
                    value += share * (255 - value);
            }
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    public static void InverseSparkles(Canvas canvas, int level)
    {
        var (side, noise) = (canvas.Side, canvas.Noise);
        var (down, right) = ((float)(noise.Uniform(.25, .75) * side), (float)(noise.Uniform(.25, .75) * side));
        var lengths = Lengths(canvas, noise.Whole(50, 200), .25f * side);
        var power = (float)(WindowLevels[level] * 65 / 10 / 50);
        var pixels = canvas.Levels(0);
        for (var i = 0; i < canvas.Area; i++)
        {
            var share = Light(i % side - right, i / side - down, lengths, power);
            foreach (ref var value in pixels.Slice(i * 3, 3))
                value = 255 + share * (value - 255);
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    static Span<float> Lengths(Canvas canvas, int rays, float radius)
    {
        var lengths = canvas.Floats(1, rays);
        canvas.Noise.Normal(lengths);
        foreach (ref var length in lengths)
            length = radius + Randomness * radius * length;
        return lengths;
    }

    /// <summary>How bright the star is at a place seen from its centre, 0 to 1.</summary>
    static float Light(float right, float down, ReadOnlySpan<float> lengths, float power)
    {
        var place = (MathF.Atan2(right, down) + MathF.PI) / (2 * MathF.PI) * lengths.Length;
        var ray = (int)place;
        var between = place - ray;
        var (length, next) = (lengths[ray % lengths.Length], lengths[(ray + 1) % lengths.Length]);
        length += between * (next - length);
        var reach = length * length / (right * right + down * down + 1e-4f);
        if (power != 1)
            reach = MathF.Pow(reach, power);
        between -= .5f;
        return Math.Clamp((1 - between * between) * reach, 0, 1);
    }
}
