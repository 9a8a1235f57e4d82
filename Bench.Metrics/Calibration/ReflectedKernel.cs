using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Bench.Metrics.Calibration;

/// <summary>Smooths masses on a unit grid with a symmetric kernel that is reflected at 0 and 1, so that no mass is lost.</summary>
sealed class ReflectedKernel
{
    readonly double[] _taps;
    readonly int _points;

    ReflectedKernel(int points, double support, Func<double, double> density)
    {
        _points = points;
        var reach = (int)Math.Min(points - 1, Math.Ceiling(support * (points - 1)));
        _taps = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(s => density((double)s / (points - 1)))];
    }

    int Reach => _taps.Length / 2;

    /// <summary>Normal density of a standard deviation, cut at eight of them.</summary>
    public static ReflectedKernel Gaussian(int points, double width) =>
        new(points, 8 * width, t => Math.Exp(-t * t / (2 * width * width)) / (width * Math.Sqrt(2 * Math.PI)));

    /// <summary>(35/32)(1 − (t/h)²)³ / h.</summary>
    public static ReflectedKernel Triweight(int points, double width) =>
        new(points, width, t => Math.Abs(t) >= width ? 0 : 35.0 / 32 * Math.Pow(1 - t * t / (width * width), 3) / width);

    /// <summary>Density at each point from masses at the points.</summary>
    public void Smooth(ReadOnlySpan<double> masses, Span<double> density)
    {
        var mirrored = new double[_points + 2 * Reach];
        for (var t = 0; t < mirrored.Length; t++) mirrored[t] = masses[SourceOf(t, out var times)] * times;
        for (var t = 0; t < _points; t++) density[t] = TensorPrimitives.Dot<double>(mirrored.AsSpan(t, _taps.Length), _taps);
    }

    /// <summary>The same of several functions at once, a lane each.</summary>
    public void Smooth(ReadOnlySpan<Vector512<double>> masses, Span<Vector512<double>> density)
    {
        var mirrored = new Vector512<double>[_points + 2 * Reach];
        for (var t = 0; t < mirrored.Length; t++) mirrored[t] = masses[SourceOf(t, out var times)] * times;
        for (var t = 0; t < _points; t++)
        {
            var around = mirrored.AsSpan(t, _taps.Length);
            var (even, odd, tap) = (Vector512<double>.Zero, Vector512<double>.Zero, 0);
            for (; tap + 1 < around.Length; tap += 2)
            {
                even += around[tap] * _taps[tap];
                odd += around[tap + 1] * _taps[tap + 1];
            }
            density[t] = even + odd + around[tap] * _taps[tap];
        }
    }

    /// <summary>The point whose mass is seen at a place of the mirrored grid. Mass at an end is its own image there, and counts twice.</summary>
    int SourceOf(int place, out double times)
    {
        var (last, t) = (_points - 1, place - Reach);
        var source = t < 0 ? -t : t > last ? 2 * last - t : t;
        times = source == 0 || source == last ? 2 : 1;
        return source;
    }
}
