using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C's blurs. A level is 0 (mildest) to 4.</summary>
static class BlurCorruptions
{
    static readonly GaussianBlur<float>[] Gaussians = Of(1, 2, 3, 4, 6);
    static readonly GaussianBlur<float>[] Glass = Of(.7, .9, 1, 1.1, 1.5);
    static readonly (int Reach, int Rounds)[] GlassMoves = [(1, 2), (2, 1), (2, 3), (3, 2), (4, 2)];
    static readonly DiskKernel[] Disks = [new(3, .1), new(4, .5), new(6, .5), new(8, .5), new(10, .5)];
    static readonly (int Radius, double Sigma)[] Motions = [(10, 3), (15, 5), (15, 8), (15, 12), (20, 15)];
    static readonly (double End, double Step)[] Zooms = [(1.11, .01), (1.16, .01), (1.21, .02), (1.26, .02), (1.31, .03)];

    public static void Gaussian(Canvas canvas, int level)
    {
        var pixels = canvas.Levels(0);
        Blur(Gaussians[level], pixels, canvas);
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Blurred, then each pixel becomes one from at most c pixels away, then blurred again.</summary>
    /// <remarks>The published code means to swap pixels, but a row of a NumPy array is a view: the second of two is
    /// written over before it is read, and both become the same. So it is here.</remarks>
    public static void GlassLike(Canvas canvas, int level)
    {
        var pixels = canvas.Levels(0);
        Blur(Glass[level], pixels, canvas);
        Conversion.Truncate(pixels, canvas.Rgb);
        var side = canvas.Side;
        var rgb = canvas.Rgb.AsSpan();
        var (reach, rounds) = GlassMoves[level];
        for (var round = 0; round < rounds; round++)
        for (var y = side - reach; y > reach; y--)
        for (var x = side - reach; x > reach; x--)
        {
            var (right, down) = canvas.Noise.Pair(-reach, reach);
            rgb.Slice(((y + down) * side + x + right) * 3, 3).CopyTo(rgb.Slice((y * side + x) * 3, 3));
        }
        pixels = canvas.Levels(0);
        Blur(Glass[level], pixels, canvas);
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>A disk of the radius, its edge softened.</summary>
    public static void Defocus(Canvas canvas, int level)
    {
        var (disk, side) = (Disks[level], canvas.Side);
        var margin = disk.Margin;
        var row = (side + 2 * margin) * 3;
        var padded = canvas.Floats(1, (side + 2 * margin) * row);
        Filtering.Pad<float>(canvas.Levels(0), side, 3, margin, Border.Reflect101, padded);
        var offsets = canvas.Numbers(0, disk.Count);
        disk.Offsets(row, 3, offsets);
        var pixels = canvas.Floats(0, canvas.Length);
        for (var y = 0; y < side; y++)
            Filtering.Sum<float>(padded[(y * row)..], offsets, disk.Weights, pixels.Slice(y * side * 3, side * 3));
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>ImageMagick's motion blur in a direction of ±45°.</summary>
    public static void Motion(Canvas canvas, int level)
    {
        var pixels = canvas.Levels(0);
        var (radius, sigma) = Motions[level];
        var blur = MotionBlurs.Of(radius, sigma);
        blur.Apply(pixels, canvas.Side, 3, canvas.Noise.Uniform(-45, 45), canvas.Floats(1, blur.ScratchLength(canvas.Side, 3)));
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>The mean of the picture and of enlargements of its middle.</summary>
    public static void Zoom(Canvas canvas, int level)
    {
        var (end, step) = Zooms[level];
        // As numpy.arange counts: the last factor of the first list is 1.11.
        var count = (int)Math.Ceiling((end - 1) / step);
        var side = canvas.Side;
        var pixels = canvas.Levels(0);
        var sum = canvas.Floats(1, canvas.Length);
        var row = canvas.Floats(2, side * 3);
        var places = canvas.Numbers(0, side);
        var shares = canvas.Floats(3, side);
        pixels.CopyTo(sum);
        for (var i = 0; i < count; i++)
            ClippedZoom.Add(pixels, side, 3, 1 + i * (1 + step - 1), sum, row, places, shares);
        foreach (ref var value in sum)
            value /= count + 1;
        Conversion.Truncate(sum, canvas.Rgb);
    }

    static void Blur(GaussianBlur<float> blur, Span<float> pixels, Canvas canvas) =>
        blur.Apply(pixels, canvas.Side, 3, Border.Nearest, canvas.Floats(1, blur.ScratchLength(canvas.Side, 3)));

    static GaussianBlur<float>[] Of(params double[] sigmas) => [.. sigmas.Select(sigma => GaussianBlur<float>.Of(sigma))];
}
