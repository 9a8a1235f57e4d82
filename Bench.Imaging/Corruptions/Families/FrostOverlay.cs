using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>A frosted window, drawn: the authors lay photographs of frost over a picture, whose rights are not ours to pass on.</summary>
/// <remarks>One of five looks by chance, each with the mean colour and spread of one of the authors' five photographs. The pattern is two
/// clouds whose crests are sharpened, (1 − |2p − 1|)⁴, the second at half weight, brought to mean 0 and spread 1.</remarks>
static class FrostOverlay
{
    const double Decay = 1.6;

    static readonly (float Red, float Green, float Blue, float Spread)[] Looks =
    [
        (77.7f, 149.1f, 165.7f, 15.4f),
        (200.8f, 205.4f, 214.5f, 19.5f),
        (200.8f, 205.4f, 214.5f, 19.5f),
        (137.6f, 152.8f, 165.2f, 26.9f),
        (112.4f, 123.4f, 134.8f, 36.1f),
    ];

    /// <summary>Draws levels of RGB; may leave 0 … 255 a little.</summary>
    public static void Draw(Canvas canvas, Span<float> overlay)
    {
        var (side, area, map) = (canvas.Side, canvas.Area, Plasma.MapSide(canvas.Side));
        var look = Looks[canvas.Noise.Whole(0, Looks.Length)];
        var cloud = canvas.Doubles(0, map * map);
        var pattern = canvas.Doubles(1, area);
        pattern.Clear();
        foreach (var weight in (ReadOnlySpan<double>)[1, .5])
        {
            Plasma.Fill(cloud, map, Decay, canvas.Noise);
            for (var i = 0; i < area; i++)
            {
                var crest = 1 - Math.Abs(2 * cloud[i / side * map + i % side] - 1);
                pattern[i] += weight * crest * crest * crest * crest;
            }
        }
        var (mean, square) = (0.0, 0.0);
        foreach (var value in pattern)
            (mean, square) = (mean + value / area, square + value * value / area);
        var scale = look.Spread / Math.Sqrt(Math.Max(1e-12, square - mean * mean));
        for (var i = 0; i < area; i++)
        {
            var change = (float)((pattern[i] - mean) * scale);
            (overlay[3 * i], overlay[3 * i + 1], overlay[3 * i + 2]) = (look.Red + change, look.Green + change, look.Blue + change);
        }
    }
}
