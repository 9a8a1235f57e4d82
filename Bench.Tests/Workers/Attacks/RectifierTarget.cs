using Bench.Workers.Attacks;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Two inputs, one hidden layer of rectifiers, two classes.</summary>
sealed class RectifierTarget(float[] first, float[] offsets, float[] second) : IAttackTarget
{
    public int Pixels => 2;

    public int Classes => 2;

    public bool HasGradient => true;

    int Hidden => offsets.Length;

    public static RectifierTarget Random(int seed, int hidden)
    {
        var random = new Random(seed);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
        return new(Draw(2 * hidden), [.. Draw(hidden).Select(value => value / 2)], Draw(2 * hidden));
    }

    public int Best(float[] picture)
    {
        var logits = new float[2];
        Logits(picture, logits);
        return logits[1] > logits[0] ? 1 : 0;
    }

    public void Logits(ReadOnlySpan<float> pictures, Span<float> logits)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            var (picture, label) = (i / 2, i % 2);
            logits[i] = 0;
            for (var unit = 0; unit < Hidden; unit++)
                logits[i] += second[label * Hidden + unit] * Math.Max(0, Line(unit, pictures[2 * picture], pictures[2 * picture + 1]));
        }
    }

    public void Gradients(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> gradients)
    {
        gradients.Clear();
        for (var picture = 0; picture < pictures.Length / 2; picture++)
        for (var unit = 0; unit < Hidden; unit++)
            if (Line(unit, pictures[2 * picture], pictures[2 * picture + 1]) > 0)
                for (var axis = 0; axis < 2; axis++)
                    gradients[2 * picture + axis] +=
                        first[2 * unit + axis] * (seeds[2 * picture] * second[unit] + seeds[2 * picture + 1] * second[Hidden + unit]);
    }

    public double LeastMargin(float[] picture, int label, float epsilon)
    {
        var (low, high) = (
            Array.ConvertAll(picture, x => Math.Max(0.0, x - epsilon)),
            Array.ConvertAll(picture, x => Math.Min(1.0, x + epsilon))
        );
        // Lines a·x + b·y = c: the rectifiers' and the square's edges.
        var lines = Enumerable
            .Range(0, Hidden)
            .Select(unit => (A: (double)first[2 * unit], B: (double)first[2 * unit + 1], C: -(double)offsets[unit]))
            .ToList();
        lines.AddRange([(1, 0, low[0]), (1, 0, high[0]), (0, 1, low[1]), (0, 1, high[1])]);
        var least = double.PositiveInfinity;
        foreach (var p in lines)
        foreach (var q in lines)
        {
            var determinant = p.A * q.B - p.B * q.A;
            if (Math.Abs(determinant) < 1e-9)
                continue;
            var (x, y) = ((p.C * q.B - p.B * q.C) / determinant, (p.A * q.C - p.C * q.A) / determinant);
            if (x >= low[0] - 1e-9 && x <= high[0] + 1e-9 && y >= low[1] - 1e-9 && y <= high[1] + 1e-9)
                least = Math.Min(least, Margin(x, y, label));
        }
        return least;
    }

    double Margin(double x, double y, int label) =>
        Enumerable
            .Range(0, Hidden)
            .Sum(unit =>
                (second[label * Hidden + unit] - (double)second[(1 - label) * Hidden + unit])
                * Math.Max(0, first[2 * unit] * x + first[2 * unit + 1] * y + offsets[unit])
            );

    float Line(int unit, float x, float y) => first[2 * unit] * x + first[2 * unit + 1] * y + offsets[unit];
}
