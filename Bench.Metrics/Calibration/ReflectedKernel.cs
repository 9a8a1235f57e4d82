using System.Numerics.Tensors;

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
        var (last, reach) = (_points - 1, Reach);
        var mirrored = new double[_points + 2 * reach];
        for (var t = -reach; t <= last + reach; t++)
        {
            var source = t < 0 ? -t : t > last ? 2 * last - t : t;
            // Mass at an end is its own image there.
            mirrored[t + reach] = masses[source] * (source is 0 || source == last ? 2 : 1);
        }
        for (var t = 0; t <= last; t++) density[t] = TensorPrimitives.Dot<double>(mirrored.AsSpan(t, _taps.Length), _taps);
    }
}
