using System.Numerics;
using System.Runtime.InteropServices;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>Arithmetic over numbers of one length, a vector at a time.</summary>
static class SpanArithmetic
{
    /// <summary>target · keep + values · share.</summary>
    public static void Mix(Span<float> target, float keep, ReadOnlySpan<float> values, float share)
    {
        var to = Vectors(target);
        var from = Vectors(values[..target.Length]);
        for (var i = 0; i < to.Length; i++)
            to[i] = to[i] * keep + from[i] * share;
        for (var i = to.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] = target[i] * keep + values[i] * share;
    }

    /// <summary>target + target · values · share.</summary>
    public static void AddShare(Span<float> target, ReadOnlySpan<float> values, float share)
    {
        var to = Vectors(target);
        var from = Vectors(values[..target.Length]);
        for (var i = 0; i < to.Length; i++)
            to[i] += to[i] * from[i] * share;
        for (var i = to.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] += target[i] * values[i] * share;
    }

    /// <summary>(target + values) · scale.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> values, float scale)
    {
        var to = Vectors(target);
        var from = Vectors(values[..target.Length]);
        for (var i = 0; i < to.Length; i++)
            to[i] = (to[i] + from[i]) * scale;
        for (var i = to.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] = (target[i] + values[i]) * scale;
    }

    /// <summary>values · scale + added, in single precision.</summary>
    public static void Narrow(ReadOnlySpan<double> values, double scale, double added, Span<float> target)
    {
        var from = Vectors(values[..target.Length]);
        var more = new Vector<double>(added);
        var i = 0;
        for (; i + 1 < from.Length; i += 2)
            Vector.Narrow(from[i] * scale + more, from[i + 1] * scale + more).CopyTo(target[(i * Vector<double>.Count)..]);
        for (i *= Vector<double>.Count; i < target.Length; i++)
            target[i] = (float)(values[i] * scale + added);
    }

    /// <summary>The smallest and the largest; at least a vector of them.</summary>
    public static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        var (low, high) = (new Vector<double>(values[0]), new Vector<double>(values[0]));
        foreach (var some in Vectors(values))
            (low, high) = (Vector.Min(low, some), Vector.Max(high, some));
        var (least, most) = (values[0], values[0]);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            (least, most) = (Math.Min(least, low[lane]), Math.Max(most, high[lane]));
        foreach (var value in values[(values.Length / Vector<double>.Count * Vector<double>.Count)..])
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return (least, most);
    }

    /// <summary>Mean and spread (of the population).</summary>
    public static (double Mean, double Spread) MeanAndSpread(ReadOnlySpan<float> values)
    {
        var (sums, squares) = (Vector<double>.Zero, Vector<double>.Zero);
        var vectors = Vectors(values);
        foreach (var some in vectors)
        {
            Vector.Widen(some, out var low, out var high);
            (sums, squares) = (sums + low + high, squares + low * low + high * high);
        }
        var (sum, square) = (Vector.Sum(sums), Vector.Sum(squares));
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            (sum, square) = (sum + value, square + (double)value * value);
        var mean = sum / values.Length;
        return (mean, Math.Sqrt(Math.Max(0, square / values.Length - mean * mean)));
    }

    static Span<Vector<T>> Vectors<T>(Span<T> values)
        where T : struct => MemoryMarshal.Cast<T, Vector<T>>(values);

    static ReadOnlySpan<Vector<T>> Vectors<T>(ReadOnlySpan<T> values)
        where T : struct => MemoryMarshal.Cast<T, Vector<T>>(values);
}
