using System.Runtime.Intrinsics;

namespace Bench.Metrics.Calibration.BinFree;

/// <summary>The cubic through four evenly spaced values, between the middle two.</summary>
static class CubicCell
{
    /// <summary>∫ |p| over the cell, in units of its length. Values at the distances −1, 0, 1 and 2 of its left
    /// end.</summary>
    /// <remarks>Where the ends differ in sign the cell is split at the root that lies between them; a root that shows
    /// at neither end is not looked for.</remarks>
    public static double IntegrateAbsolute(double before, double left, double right, double after)
    {
        var linear = (-2 * before - 3 * left + 6 * right - after) / 6;
        var square = (before - 2 * left + right) / 2;
        var cube = (-before + 3 * left - 3 * right + after) / 6;
        var whole = left + linear / 2 + square / 3 + cube / 4;
        // The sign comes from the values, not from the integral: at the foot of a function the cubic dips below it, and
        // the neighbour's rises by as much.
        if (left * right >= 0)
            return whole * Math.Sign(left + right != 0 ? left + right : before + after);
        var root = left / (left - right);
        // An error of the root enters the integral by its square: two steps of Newton from the chord are plenty.
        for (var step = 0; step < 2; step++)
        {
            var slope = linear + root * (2 * square + root * 3 * cube);
            if (slope != 0)
                root = Math.Clamp(root - (left + root * (linear + root * (square + root * cube))) / slope, 0, 1);
        }
        var part = root * (left + root * (linear / 2 + root * (square / 3 + root * cube / 4)));
        return Math.Abs(part) + Math.Abs(whole - part);
    }

    /// <summary>The same of several functions at once, a lane each: the same operations in the same order, so that the
    /// bits are the same.</summary>
    public static Vector512<double> IntegrateAbsolute(
        Vector512<double> before,
        Vector512<double> left,
        Vector512<double> right,
        Vector512<double> after
    )
    {
        var (zero, one) = (Vector512<double>.Zero, Vector512<double>.One);
        var linear = (before * -2 - left * 3 + right * 6 - after) / 6;
        var square = (before - left * 2 + right) / 2;
        var cube = (left * 3 - before - right * 3 + after) / 6;
        var whole = left + linear / 2 + square / 3 + cube / 4;
        var sum = left + right;
        sum = Vector512.ConditionalSelect(Vector512.Equals(sum, zero), before + after, sum);
        var sign = Vector512.ConditionalSelect(
            Vector512.GreaterThan(sum, zero),
            one,
            Vector512.ConditionalSelect(Vector512.LessThan(sum, zero), -one, zero)
        );
        if (Vector512.GreaterThanOrEqualAll(left * right, zero))
            return whole * sign;
        var root = left / (left - right);
        for (var step = 0; step < 2; step++)
        {
            var slope = linear + root * (square * 2 + root * 3 * cube);
            var next = root - (left + root * (linear + root * (square + root * cube))) / slope;
            next = Vector512.Min(Vector512.Max(next, zero), one);
            root = Vector512.ConditionalSelect(Vector512.Equals(slope, zero), root, next);
        }
        var part = root * (left + root * (linear / 2 + root * (square / 3 + root * cube / 4)));
        return Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(left * right, zero),
            whole * sign,
            Vector512.Abs(part) + Vector512.Abs(whole - part)
        );
    }
}
