using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>A frosted window, drawn: the authors lay photographs of frost over a picture, whose rights are not ours to
/// pass on.</summary>
/// <remarks>One of five looks by chance, each with the mean colour and spread of one of the authors' five photographs.
/// The pattern is two clouds whose crests are sharpened, (1 − |2p − 1|)⁴, the second at half weight, brought to mean 0
/// and spread 1.</remarks>
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
        var drawn = canvas.Doubles(1, map * map / 4);
        var pattern = canvas.Floats(2, area);
        pattern.Clear();
        var crest = canvas.Floats(3, side);
        foreach (var weight in (ReadOnlySpan<float>)[1, .5f])
        {
            var (low, high) = Plasma.Fill(cloud, map, Decay, canvas.Noise, drawn);
            for (var y = 0; y < side; y++)
            {
                // 2p − 1 of a cloud that is scaled to 0 … 1.
                SpanArithmetic.Narrow(cloud.Slice(y * map, side), 2 / (high - low), -2 * low / (high - low) - 1, crest);
                Crests(crest, weight, pattern.Slice(y * side, side));
            }
        }
        var (mean, spread) = SpanArithmetic.MeanAndSpread(pattern);
        var scale = (float)(look.Spread / Math.Max(1e-6, spread));
        for (var i = 0; i < area; i++)
        {
            var change = (pattern[i] - (float)mean) * scale;
            (overlay[3 * i], overlay[3 * i + 1], overlay[3 * i + 2]) = (look.Red + change, look.Green + change, look.Blue + change);
        }
    }

    /// <summary>Adds weight · (1 − |place|)⁴.</summary>
    static void Crests(ReadOnlySpan<float> places, float weight, Span<float> pattern)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(places);
        var to = MemoryMarshal.Cast<float, Vector<float>>(pattern);
        for (var i = 0; i < to.Length; i++)
        {
            var square = Vector<float>.One - Vector.Abs(from[i]);
            square *= square;
            to[i] += square * square * weight;
        }
        for (var i = to.Length * Vector<float>.Count; i < pattern.Length; i++)
        {
            var square = (1 - MathF.Abs(places[i])) * (1 - MathF.Abs(places[i]));
            pattern[i] += square * square * weight;
        }
    }
}
