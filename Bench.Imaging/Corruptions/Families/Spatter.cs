using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>ImageNet-C's spatter: water at levels 0 to 2, mud at 3 and 4.</summary>
static class Spatter
{
    static readonly (float Mean, float Spread, double Sigma, double Floor, float Strength)[] Strengths =
    [
        (.65f, .3f, 4, .69, .6f),
        (.65f, .3f, 3, .68, .6f),
        (.65f, .3f, 2, .68, .5f),
        (.65f, .3f, 1, .65, 1.5f),
        (.67f, .4f, 1, .65, 1.5f),
    ];
    static readonly GaussianBlur<double>[] Blurs = [.. Strengths.Select(c => GaussianBlur<double>.Of(c.Sigma))];
    static readonly GaussianBlur<double> MudBlur = GaussianBlur<double>.Of(1.5);
    static readonly float[] Water = [175, 238, 238];
    static readonly float[] Mud = [63, 42, 20];

    const int FirstMud = 3;
    const double MudFloor = .8;

    public static void Apply(Canvas canvas, int level)
    {
        var (area, c) = (canvas.Area, Strengths[level]);
        var drawn = canvas.Floats(0, area);
        var liquid = canvas.Doubles(0, area);
        canvas.Noise.Normal(drawn);
        for (var i = 0; i < area; i++)
            liquid[i] = drawn[i] * c.Spread + c.Mean;
        Blur(Blurs[level], liquid, canvas);
        foreach (ref var value in liquid)
            if (value < c.Floor)
                value = 0;
        var mask = canvas.Floats(1, area);
        if (level < FirstMud)
        {
            WaterMask(liquid, canvas, c.Strength, mask);
            Lay(canvas, mask, Water, keep: true);
            return;
        }
        foreach (ref var value in liquid)
            value = value > c.Floor ? 1 : 0;
        Blur(MudBlur, liquid, canvas);
        for (var i = 0; i < area; i++)
            mask[i] = liquid[i] < MudFloor ? 0 : (float)liquid[i];
        Lay(canvas, mask, Mud, keep: false);

        static void Blur(GaussianBlur<double> blur, Span<double> pixels, Canvas canvas) =>
            blur.Apply(pixels, canvas.Side, 1, Border.Nearest, canvas.Doubles(1, blur.ScratchLength(canvas.Side, 1)));
    }

    static void Lay(Canvas canvas, ReadOnlySpan<float> mask, ReadOnlySpan<float> colour, bool keep)
    {
        var pixels = canvas.Levels(0);
        for (int i = 0, at = 0; i < mask.Length; i++, at += 3)
        {
            var share = mask[i];
            if (share == 0)
                continue;
            var left = keep ? 1 : 1 - share;
            pixels[at] = pixels[at] * left + share * colour[0];
            pixels[at + 1] = pixels[at + 1] * left + share * colour[1];
            pixels[at + 2] = pixels[at + 2] * left + share * colour[2];
        }
        Conversion.Truncate(pixels, canvas.Rgb);
    }

    /// <summary>Drops: the liquid's own thickness times an embossed distance to its edges.</summary>
    static void WaterMask(ReadOnlySpan<double> liquid, Canvas canvas, float strength, Span<float> mask)
    {
        var area = canvas.Area;
        var thickness = canvas.Bytes(0, area);
        var relief = canvas.Bytes(1, area);
        var between = canvas.Bytes(2, area);
        for (var i = 0; i < area; i++)
            thickness[i] = (byte)(liquid[i] * 255);
        var distance = canvas.Numbers(0, area);
        EdgeDistance.Fill(thickness, canvas, distance);
        Relief.Mean(distance, EdgeDistance.FixedOne, canvas, relief);
        Relief.Equalize(relief);
        Relief.Emboss(relief, canvas, between);
        Relief.Mean(between, canvas, relief);
        var most = 0f;
        for (var i = 0; i < area; i++)
            most = MathF.Max(most, mask[i] = thickness[i] * (float)relief[i]);
        for (var i = 0; i < area; i++)
            mask[i] = most == 0 ? 0 : mask[i] / most * strength;
    }
}
