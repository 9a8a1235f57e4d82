using System.Runtime.Intrinsics;

namespace Bench.Metrics.Calibration;

/// <summary>A function on [0, 1] held at evenly spaced points, both ends included.</summary>
static class UnitGrid
{
    /// <summary>Shares a mass between the two points around a place, so that its centre stays where it is.</summary>
    public static void Deposit(Span<double> grid, double place, double mass)
    {
        var (below, share) = Place(place, grid.Length);
        grid[below] += mass * (1 - share);
        grid[below + 1] += mass * share;
    }

    /// <summary>The point below a place, and the share of a mass that goes to the point above.</summary>
    public static (int Below, double Share) Place(double place, int points)
    {
        var position = place * (points - 1);
        var below = Math.Min((int)position, points - 2);
        return (below, position - below);
    }

    /// <summary>∫₀¹ |f| by the trapezoid rule.</summary>
    public static double IntegrateAbsolute(ReadOnlySpan<double> grid)
    {
        var sum = (Math.Abs(grid[0]) + Math.Abs(grid[^1])) / 2;
        foreach (var value in grid[1..^1]) sum += Math.Abs(value);
        return sum / (grid.Length - 1);
    }

    /// <summary>The same of several functions at once, a lane each.</summary>
    public static Vector512<double> IntegrateAbsolute(ReadOnlySpan<Vector512<double>> grid)
    {
        var sum = (Vector512.Abs(grid[0]) + Vector512.Abs(grid[^1])) / 2;
        foreach (var value in grid[1..^1]) sum += Vector512.Abs(value);
        return sum / (grid.Length - 1);
    }
}
