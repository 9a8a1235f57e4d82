namespace Bench.Workers.Attacks.Ordered;

/// <summary>The shortest move of a picture, in L2 and within [0, 1], by which some linear functions of it grow as much
/// as is wanted.</summary>
/// <remarks>
/// min ‖δ‖² such that g_i · δ ≥ h_i and 0 ≤ x + δ ≤ 1. The solution is Σ μ_i g_i cut to the box, with μ ≥ 0. Where no
/// number is at its bound μ solves a quadratic program of as many unknowns as there are functions, by coordinate ascent
/// (Hildreth, "A quadratic programming procedure", 1957); numbers that are at a bound are then held there, until no
/// other ones are.
/// </remarks>
internal static class SmallestMove
{
    const int MostRounds = 30,
        MostSweeps = 2_000;

    const double Still = 1e-10;

    /// <param name="slopes">g_i, each of as many numbers as the picture.</param>
    /// <param name="wanted">h_i.</param>
    /// <param name="picture">x, in [0, 1].</param>
    /// <returns>δ. Where the box makes it impossible, another move: the caller checks its effect.</returns>
    public static float[] Solve(float[][] slopes, double[] wanted, ReadOnlySpan<float> picture)
    {
        var (change, held, multipliers) = (new float[picture.Length], new bool[picture.Length], new double[slopes.Length]);
        for (var round = 0; round < MostRounds; round++)
        {
            var missing = (double[])wanted.Clone();
            for (var i = 0; i < slopes.Length; i++)
            for (var k = 0; k < held.Length; k++)
                if (held[k])
                    missing[i] -= (double)slopes[i][k] * change[k];
            Ascend(Products(slopes, held), missing, multipliers);
            var same = true;
            for (var k = 0; k < change.Length; k++)
            {
                var move = 0.0;
                for (var i = 0; i < slopes.Length; i++)
                    move += multipliers[i] * slopes[i][k];
                var bound = move <= -picture[k] || move >= 1 - picture[k];
                change[k] = (float)Math.Clamp(move, -picture[k], 1 - picture[k]);
                same &= bound == held[k];
                held[k] = bound;
            }
            if (same)
                break;
        }
        return change;
    }

    /// <summary>g_i · g_j over the numbers that are free.</summary>
    static double[,] Products(float[][] slopes, bool[] held)
    {
        var products = new double[slopes.Length, slopes.Length];
        for (var i = 0; i < slopes.Length; i++)
        for (var j = 0; j <= i; j++)
        {
            var sum = 0.0;
            for (var k = 0; k < held.Length; k++)
                if (!held[k])
                    sum += (double)slopes[i][k] * slopes[j][k];
            products[i, j] = products[j, i] = sum;
        }
        return products;
    }

    /// <summary>max h · μ − ½ μᵀ P μ over μ ≥ 0, one multiplier after another.</summary>
    static void Ascend(double[,] products, double[] missing, double[] multipliers)
    {
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var most = 0.0;
            for (var i = 0; i < multipliers.Length; i++)
            {
                if (!(products[i, i] > 0))
                    continue;
                var slack = missing[i];
                for (var j = 0; j < multipliers.Length; j++)
                    slack -= products[i, j] * multipliers[j];
                var next = Math.Max(0, multipliers[i] + slack / products[i, i]);
                most = Math.Max(most, Math.Abs(next - multipliers[i]) * Math.Sqrt(products[i, i]));
                multipliers[i] = next;
            }
            if (most < Still)
                return;
        }
    }
}
