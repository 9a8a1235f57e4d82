namespace Bench.Tests.Imaging.Corruptions;

/// <summary>The picture of Golden/corruptions.py: a gray wedge, colours, a disk and a grid, all with a grain.</summary>
static class CorruptedPicture
{
    public const int Side = 64;

    public static byte[] Of(int side)
    {
        var rgb = new byte[side * side * 3];
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var pixel = rgb.AsSpan((y * side + x) * 3, 3);
            var grain = (y * y * 17 + x * x * 31 + y * x * 7) % 23;
            var wedge = (byte)(x * 232 / (side - 1) + grain);
            (pixel[0], pixel[1], pixel[2]) = (wedge, (byte)(y * 232 / (side - 1) + grain), (byte)(y * 5 + x * 3));
            if ((y * 2 - side) * (y * 2 - side) + (x * 2 - side) * (x * 2 - side) < side * side / 2)
                foreach (ref var value in pixel)
                    value = (byte)(255 - value);
            if (y < side / 8)
                pixel.Fill(wedge);
            if (y >= side - side / 8 && x % 4 == 0)
                pixel.Clear();
        }
        return rgb;
    }
}
