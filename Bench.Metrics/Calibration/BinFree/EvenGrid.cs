using System.Runtime.Intrinsics;

namespace Bench.Metrics.Calibration.BinFree;

/// <summary>Evenly spaced points on an interval, both ends included, at which a function is held.</summary>
/// <param name="Start">The first point.</param>
/// <param name="Step">Distance between neighbours.</param>
/// <param name="Points">How many there are.</param>
readonly record struct EvenGrid(double Start, double Step, int Points)
{
    /// <summary>Points that share a mass.</summary>
    public const int Shares = 6;

    /// <summary>Steps to a width of a kernel. Sharing a mass among six points then moves a smoothed value by less than
    /// 3·10⁻⁷ of the kernel's peak.</summary>
    public const int StepsPerWidth = 8;

    /// <summary>Points from start to end, at most a step apart.</summary>
    public static EvenGrid Over(double start, double end, double step)
    {
        var cells = Math.Max(2 * Shares, (int)Math.Ceiling((end - start) / step));
        return new(start, (end - start) / cells, cells + 1);
    }

    /// <summary>Place of a point.</summary>
    public double this[int point] => Start + point * Step;

    /// <summary>Shares a mass among the six points around a place, so that sums of fifth-degree polynomials stay what
    /// they are. What falls outside is reflected.</summary>
    public void Deposit(Span<double> masses, double place, double mass)
    {
        Span<double> share = stackalloc double[Shares];
        SharesOf(place, share);
        var first = Below(place) - 2;
        for (var k = 0; k < Shares; k++)
            masses[Reflect(first + k)] += mass * share[k];
    }

    /// <summary>The point that a place outside the ends is a mirror image of, however often it was mirrored.</summary>
    public int Reflect(int place)
    {
        var last = Points - 1;
        var within = Math.Abs(place) % (2 * last);
        return within > last ? 2 * last - within : within;
    }

    /// <summary>∫ |f| over the interval: cubics through four neighbours, split where they change sign.</summary>
    public double IntegrateAbsolute(ReadOnlySpan<double> f)
    {
        var sum = 0.0;
        for (var cell = 0; cell + 1 < f.Length; cell++)
        {
            var (f0, f1) = (f[cell], f[cell + 1]);
            var before = cell > 0 ? f[cell - 1] : 4 * f0 - 6 * f1 + 4 * f[2] - f[3];
            var after = cell + 2 < f.Length ? f[cell + 2] : 4 * f1 - 6 * f0 + 4 * before - f[cell - 2];
            sum += CubicCell.IntegrateAbsolute(before, f0, f1, after);
        }
        return sum * Step;
    }

    /// <summary>The same of several functions at once, a lane each, to the last bit.</summary>
    public Vector512<double> IntegrateAbsolute(ReadOnlySpan<Vector512<double>> f)
    {
        var sum = Vector512<double>.Zero;
        for (var cell = 0; cell + 1 < f.Length; cell++)
        {
            var (f0, f1) = (f[cell], f[cell + 1]);
            var before = cell > 0 ? f[cell - 1] : f0 * 4 - f1 * 6 + f[2] * 4 - f[3];
            var after = cell + 2 < f.Length ? f[cell + 2] : f1 * 4 - f0 * 6 + before * 4 - f[cell - 2];
            sum += CubicCell.IntegrateAbsolute(before, f0, f1, after);
        }
        return sum * Step;
    }

    /// <summary>∫ |f| by trapezoids, a lane each: quicker, and off by the square of a step wherever f changes its sign.
    /// For what is compared with noise.</summary>
    public Vector512<double> SumAbsolute(ReadOnlySpan<Vector512<double>> f)
    {
        var sum = (Vector512.Abs(f[0]) + Vector512.Abs(f[^1])) * 0.5;
        foreach (var value in f[1..^1])
            sum += Vector512.Abs(value);
        return sum * Step;
    }

    int Below(double place) => Math.Clamp((int)Math.Floor((place - Start) / Step), 0, Points - 2);

    /// <summary>Lagrange's weights of six neighbours.</summary>
    void SharesOf(double place, Span<double> share)
    {
        var s = (place - Start) / Step - Below(place);
        var (one, two, three) = (s * s - 1, s * s - 4, s - 3);
        share[0] = -s * one * (s - 2) * three / 120;
        share[1] = s * (s - 1) * two * three / 24;
        share[2] = -one * two * three / 12;
        share[3] = s * (s + 1) * two * three / 12;
        share[4] = -s * one * (s + 2) * three / 24;
        share[5] = s * one * two / 120;
    }
}
