using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Bench.Metrics.Calibration.BinFree;

/// <summary>Smooths masses on a grid with a Gaussian that is reflected at both ends as often as its width needs, so
/// that no mass is lost.</summary>
sealed class ReflectedKernel
{
    readonly EvenGrid _grid;
    readonly double[] _taps;

    /// <param name="grid">Where masses lie.</param>
    /// <param name="width">Standard deviation; the density is cut at seven of them.</param>
    public ReflectedKernel(EvenGrid grid, double width)
    {
        _grid = grid;
        var reach = (int)Math.Ceiling(7 * width / grid.Step);
        _taps = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(s => s * grid.Step / width).Select(t => Math.Exp(-t * t / 2))];
        TensorPrimitives.Divide(_taps, TensorPrimitives.Sum<double>(_taps) * grid.Step, _taps);
    }

    int Reach => _taps.Length / 2;

    /// <summary>Density at each point from masses at the points.</summary>
    public void Smooth(ReadOnlySpan<double> masses, Span<double> density)
    {
        var mirrored = new double[_grid.Points + 2 * Reach];
        for (var t = 0; t < mirrored.Length; t++)
            mirrored[t] = masses[SourceOf(t, out var times)] * times;
        for (var t = 0; t < _grid.Points; t++)
            density[t] = TensorPrimitives.Dot<double>(mirrored.AsSpan(t, _taps.Length), _taps);
    }

    /// <summary>The same of several functions at once, a lane each.</summary>
    public void Smooth(ReadOnlySpan<Vector512<double>> masses, Span<Vector512<double>> density)
    {
        var mirrored = new Vector512<double>[_grid.Points + 2 * Reach];
        for (var t = 0; t < mirrored.Length; t++)
            mirrored[t] = masses[SourceOf(t, out var times)] * times;
        for (var t = 0; t < _grid.Points; t++)
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

    /// <summary>The point whose mass is seen at a place of the mirrored grid. Mass at an end is its own image there,
    /// and counts twice.</summary>
    int SourceOf(int place, out double times)
    {
        var source = _grid.Reflect(place - Reach);
        times = source == 0 || source == _grid.Points - 1 ? 2 : 1;
        return source;
    }
}
