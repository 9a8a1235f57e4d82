using Bench.Imaging.Decode;

namespace Bench.Tests.Imaging;

/// <summary>The pictures of Golden/make_imaging_golden.py: channel c at (x, y) is (7x² + 13y + xy + 89c) mod 256.</summary>
static class SyntheticPicture
{
    public static byte Level(int x, int y, int channel) => (byte)(x * x * 7 + y * 13 + x * y + channel * 89);

    public static Picture Of(int width, int height)
    {
        var picture = new Picture();
        picture.Reset(width, height);
        for (var i = 0; i < width * height; i++)
        for (var channel = 0; channel < 3; channel++)
            picture.Pixels[i * 4 + channel] = Level(i % width, i / width, channel);
        return picture;
    }

    /// <summary>Its pixels as a crop: RGB without gaps.</summary>
    public static byte[] Crop(int width, int height)
    {
        var crop = new byte[width * height * 3];
        for (var i = 0; i < crop.Length; i++)
            crop[i] = Level(i / 3 % width, i / 3 / width, i % 3);
        return crop;
    }
}
