using Bench.Service.Explanations;

namespace Bench.Workers.Explanations;

/// <summary>Whether the model depends on what a map calls important: insertion and deletion curves. Petsiuk, Das and
/// Saenko, 2018.</summary>
internal static class FidelityCurves
{
    /// <summary>Taps and standard deviation of the blur that insertion starts from, RISE's.</summary>
    const int Reach = 5;

    const double Spread = 5;

    public const int Answers = 2 * (FidelityCurve.Steps + 1);

    /// <summary>Deletion puts the baseline where pixels are taken away; insertion puts pixels into a blurred picture. A
    /// map that is right lets deletion fall early (a small area) and insertion rise early (a large one).</summary>
    public static (FidelityCurve Insertion, FidelityCurve Deletion) Of(
        ExplainedModel model,
        float[] picture,
        float[] map,
        PictureFrame frame
    )
    {
        // Equally important pixels go row by row.
        int[] order = [.. Enumerable.Range(0, map.Length).OrderByDescending(place => map[place])];
        var blurred = Blur(picture, frame);
        const int Points = FidelityCurve.Steps + 1;
        var probabilities = model.Probabilities(
            Answers,
            (variation, changed) =>
            {
                var inserting = variation < Points;
                (inserting ? blurred : picture).CopyTo(changed);
                var count = (int)((long)map.Length * (variation % Points) / FidelityCurve.Steps);
                foreach (var pixel in order.AsSpan(0, count))
                    for (var place = pixel; place < changed.Length; place += frame.Plane)
                        changed[place] = inserting ? picture[place] : frame.BaselineAt(place);
            }
        );
        return (FidelityCurve.Of(probabilities[..Points]), FidelityCurve.Of(probabilities[Points..]));
    }

    /// <summary>Gaussian, rows and then columns; the edge goes on.</summary>
    static float[] Blur(float[] picture, PictureFrame frame)
    {
        double[] taps = [.. Enumerable.Range(-Reach, 2 * Reach + 1).Select(tap => Math.Exp(-0.5 * tap * tap / (Spread * Spread)))];
        return Pass(Pass(picture, frame, taps, alongRows: true), frame, taps, alongRows: false);
    }

    static float[] Pass(float[] picture, PictureFrame frame, double[] taps, bool alongRows)
    {
        var (made, whole) = (new float[picture.Length], taps.Sum());
        for (var i = 0; i < picture.Length; i++)
        {
            var (plane, y, x, sum) = (i / frame.Plane, i % frame.Plane / frame.Width, i % frame.Width, 0.0);
            for (var tap = -Reach; tap <= Reach; tap++)
            {
                var row = alongRows ? y : Math.Clamp(y + tap, 0, frame.Height - 1);
                var column = alongRows ? Math.Clamp(x + tap, 0, frame.Width - 1) : x;
                sum += taps[tap + Reach] * picture[plane * frame.Plane + row * frame.Width + column];
            }
            made[i] = (float)(sum / whole);
        }
        return made;
    }
}
