namespace Bench.Workers.Models;

/// <summary>Pictures for looking at a model before there is a dataset: noise, and coloured shapes over gradients, which
/// differ from one another in brightness, colour and structure as photographs do.</summary>
internal static class ProbePictures
{
    /// <summary>Further ones are noise: they are for timing.</summary>
    const int Made = 8;

    /// <param name="index">Even ones are noise.</param>
    /// <param name="crop">[height, width, 3] bytes to fill.</param>
    public static void Fill(int index, int width, int height, Span<byte> crop)
    {
        var random = new Random(index + 1);
        if (index % 2 == 0 || index >= Made)
        {
            random.NextBytes(crop);
            return;
        }
        Span<double> from = stackalloc double[3],
            to = stackalloc double[3],
            inside = stackalloc double[3];
        for (var channel = 0; channel < 3; channel++)
            (from[channel], to[channel], inside[channel]) = (
                255 * random.NextDouble(),
                255 * random.NextDouble(),
                255 * random.NextDouble()
            );
        var (x0, y0, radius) = (
            width * random.NextDouble(),
            height * random.NextDouble(),
            (0.15 + 0.25 * random.NextDouble()) * Math.Min(width, height)
        );
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        for (var channel = 0; channel < 3; channel++)
        {
            var along = (double)(x + y) / (width + height);
            var colour =
                Math.Pow(x - x0, 2) + Math.Pow(y - y0, 2) < radius * radius
                    ? inside[channel]
                    : from[channel] + along * (to[channel] - from[channel]);
            crop[(y * width + x) * 3 + channel] = (byte)Math.Clamp(colour + 12 * (random.NextDouble() - 0.5), 0, 255);
        }
    }
}
