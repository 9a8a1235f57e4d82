using System.Numerics;
using System.Runtime.CompilerServices;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>Sines, cosines and arctangents of vectors.</summary>
/// <remarks>The nearest quarter of a turn decides signs and which is which; what is left, at most an eighth, goes
/// through Taylor's series, whose first term left out is below 3e-8.</remarks>
static class Trigonometry
{
    const int QuarterBits = 22;
    const float Unit = MathF.Tau / (1 << 24);

    /// <summary>π / 2 in two parts, so that a whole number of them is taken away exactly.</summary>
    const float Quarter = 1.57079637f,
        QuarterRest = -4.37113883e-8f;

    /// <summary>tan(π / 8): above it an angle is measured from π / 4.</summary>
    const float Eighth = .41421356f;

    /// <param name="fraction">Angles in turns / 2²⁴, each from 0 to below 2²⁴.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Sine, Vector<float> Cosine) SinCos(Vector<int> fraction)
    {
        var quarter = (fraction + new Vector<int>(1 << (QuarterBits - 1))) >> QuarterBits;
        return SinCos(quarter, Vector.ConvertToSingle(fraction - (quarter << QuarterBits)) * Unit);
    }

    /// <param name="radians">Angles of at most some thousands of turns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Sine, Vector<float> Cosine) SinCos(Vector<float> radians)
    {
        var quarters = Vector.Round(radians * (1 / Quarter));
        var rest = Vector.FusedMultiplyAdd(quarters, new Vector<float>(-Quarter), radians);
        rest = Vector.FusedMultiplyAdd(quarters, new Vector<float>(-QuarterRest), rest);
        return SinCos(Vector.ConvertToInt32(quarters), rest);
    }

    /// <param name="radians">Angles of at most some thousands of turns; the series' first terms left out are below
    /// 3e-14.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<double> Sine, Vector<double> Cosine) SinCos(Vector<double> radians)
    {
        var quarters = Vector.Round(radians * (2 / Math.PI));
        var x = Vector.FusedMultiplyAdd(quarters, new Vector<double>(-Math.PI / 2), radians);
        x = Vector.FusedMultiplyAdd(quarters, new Vector<double>(-6.123233995736766e-17), x);
        var square = x * x;
        var sine = new Vector<double>(1 / 6227020800.0);
        sine = Vector.FusedMultiplyAdd(sine, square, new Vector<double>(-1 / 39916800.0));
        sine = Vector.FusedMultiplyAdd(sine, square, new Vector<double>(1 / 362880.0));
        sine = Vector.FusedMultiplyAdd(sine, square, new Vector<double>(-1 / 5040.0));
        sine = Vector.FusedMultiplyAdd(sine, square, new Vector<double>(1 / 120.0));
        sine = Vector.FusedMultiplyAdd(sine, square, new Vector<double>(-1 / 6.0));
        sine = Vector.FusedMultiplyAdd(sine, square, Vector<double>.One) * x;
        var cosine = new Vector<double>(-1 / 87178291200.0);
        cosine = Vector.FusedMultiplyAdd(cosine, square, new Vector<double>(1 / 479001600.0));
        cosine = Vector.FusedMultiplyAdd(cosine, square, new Vector<double>(-1 / 3628800.0));
        cosine = Vector.FusedMultiplyAdd(cosine, square, new Vector<double>(1 / 40320.0));
        cosine = Vector.FusedMultiplyAdd(cosine, square, new Vector<double>(-1 / 720.0));
        cosine = Vector.FusedMultiplyAdd(cosine, square, new Vector<double>(1 / 24.0));
        cosine = Vector.FusedMultiplyAdd(cosine, square, new Vector<double>(-1 / 2.0));
        cosine = Vector.FusedMultiplyAdd(cosine, square, Vector<double>.One);
        var quarter = Vector.ConvertToInt64(quarters);
        var swapped = Vector.Equals(quarter & Vector<long>.One, Vector<long>.One);
        return (
            Negated(Vector.ConditionalSelect(swapped, cosine, sine), quarter),
            Negated(Vector.ConditionalSelect(swapped, sine, cosine), quarter + Vector<long>.One)
        );

        static Vector<double> Negated(Vector<double> value, Vector<long> quarter) =>
            Vector.AsVectorDouble(Vector.AsVectorInt64(value) ^ ((quarter & new Vector<long>(2)) << 62));
    }

    /// <summary>Angle of the point (x, y) in −π … π; 0 for the origin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Arctangent(Vector<float> y, Vector<float> x)
    {
        var (up, right) = (Vector.Abs(y), Vector.Abs(x));
        var (low, high) = (Vector.Min(up, right), Vector.Max(Vector.Max(up, right), new Vector<float>(1e-30f)));
        var far = Vector.GreaterThan(low, high * Eighth);
        var t = Vector.ConditionalSelect(far, low - high, low) / Vector.ConditionalSelect(far, low + high, high);
        var square = t * t;
        var sum = Vector.FusedMultiplyAdd(square, new Vector<float>(-1f / 15), new Vector<float>(1f / 13));
        sum = Vector.FusedMultiplyAdd(sum, square, new Vector<float>(-1f / 11));
        sum = Vector.FusedMultiplyAdd(sum, square, new Vector<float>(1f / 9));
        sum = Vector.FusedMultiplyAdd(sum, square, new Vector<float>(-1f / 7));
        sum = Vector.FusedMultiplyAdd(sum, square, new Vector<float>(1f / 5));
        sum = Vector.FusedMultiplyAdd(sum, square, new Vector<float>(-1f / 3));
        var angle = Vector.FusedMultiplyAdd(sum * square, t, t);
        angle += Vector.ConditionalSelect(far, new Vector<float>(MathF.PI / 4), Vector<float>.Zero);
        angle = Vector.ConditionalSelect(Vector.GreaterThan(up, right), new Vector<float>(MathF.PI / 2) - angle, angle);
        angle = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(MathF.PI) - angle, angle);
        return Vector.ConditionalSelect(Vector.LessThan(y, Vector<float>.Zero), -angle, angle);
    }

    /// <param name="quarter">Whole quarters of a turn.</param>
    /// <param name="x">What is left, in ±π / 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector<float> Sine, Vector<float> Cosine) SinCos(Vector<int> quarter, Vector<float> x)
    {
        var square = x * x;
        var sine = Series(square, 1f / 362880, -1f / 5040, 1f / 120, -1f / 6) * x;
        var cosine = Series(square, 1f / 40320, -1f / 720, 1f / 24, -1f / 2);
        var swapped = Vector.Equals(quarter & Vector<int>.One, Vector<int>.One);
        return (
            Negated(Vector.ConditionalSelect(swapped, cosine, sine), quarter),
            Negated(Vector.ConditionalSelect(swapped, sine, cosine), quarter + Vector<int>.One)
        );
    }

    /// <summary>1 + d · s + c · s² + b · s³ + a · s⁴.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> Series(Vector<float> square, float a, float b, float c, float d)
    {
        var sum = Vector.FusedMultiplyAdd(square, new Vector<float>(a), new Vector<float>(b));
        sum = Vector.FusedMultiplyAdd(sum, square, new Vector<float>(c));
        sum = Vector.FusedMultiplyAdd(sum, square, new Vector<float>(d));
        return Vector.FusedMultiplyAdd(sum, square, Vector<float>.One);
    }

    /// <summary>Negative in the third and fourth quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> Negated(Vector<float> value, Vector<int> quarter) =>
        Vector.AsVectorSingle(Vector.AsVectorInt32(value) ^ ((quarter & new Vector<int>(2)) << 30));
}
