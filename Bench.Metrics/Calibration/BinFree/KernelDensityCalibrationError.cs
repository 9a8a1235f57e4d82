namespace Bench.Metrics.Calibration.BinFree;

/// <summary>Calibration error from kernel density estimates instead of bins, in [0, 1].</summary>
public static class KernelDensityCalibrationError
{
    const int StepsPerWidth = 24;

    /// <param name="pairs">Top-label probability of each image and whether that label was right.</param>
    /// <remarks>∫₀¹ |(1/N) Σ_i (a_i − t) K_h(t, c_i)| dt: the density of confidence times |P(correct | t) − t|.
    /// Triweight kernel (35/32)(1 − u²)³ reflected at 0 and 1, bandwidth h = 1.06 · s · N^(−1/5) with s the standard
    /// deviation of confidence. Zhang, Kailkhura and Han, 2020. Equal confidences c, one image among them, have h = 0,
    /// and the value is its limit |accuracy − c|. The points lie h/24 apart between the lowest and the highest
    /// confidence, so that a narrow h is followed as closely as a wide one. N = 0 gives NaN.</remarks>
    public static double Compute(ConfidencePairs pairs)
    {
        if (pairs.Count == 0)
            return double.NaN;
        var width = Bandwidth(pairs.Confidence);
        if (width == 0)
            return Math.Abs(pairs.GapSums[^1]) / pairs.Count;
        var grid = GridOf(pairs.Confidence, width);
        var gap = new double[grid.Points];
        for (var i = 0; i < pairs.Count; i++)
            AddDensity(gap, grid, pairs.Confidence[i], width, pairs.Correct[i] ? 1 : 0, 1.0 / pairs.Count);
        return Math.Min(1, grid.IntegrateAbsolute(gap));
    }

    /// <summary>Adds weight · (correct − t) · K_h(t, c) at every point that it reaches.</summary>
    internal static void AddDensity(Span<double> gap, EvenGrid grid, double confidence, double width, double correct, double weight) =>
        Add(gap, grid, confidence, width, correct, 1, weight);

    /// <summary>Adds mass · K_h(t, c) at every point that it reaches.</summary>
    internal static void AddMass(Span<double> density, EvenGrid grid, double confidence, double width, double mass) =>
        Add(density, grid, confidence, width, 1, 0, mass);

    static void Add(Span<double> sums, EvenGrid grid, double confidence, double width, double level, double slope, double weight)
    {
        AddImage(sums, grid, confidence, width, level, slope, weight);
        if (confidence < width)
            AddImage(sums, grid, -confidence, width, level, slope, weight);
        if (confidence > 1 - width)
            AddImage(sums, grid, 2 - confidence, width, level, slope, weight);
    }

    /// <summary>Adds weight · (level − slope · t) · K_h(t, centre).</summary>
    static void AddImage(Span<double> sums, EvenGrid grid, double centre, double width, double level, double slope, double weight)
    {
        var first = Math.Max(0, (int)Math.Ceiling((centre - width - grid.Start) / grid.Step));
        var end = Math.Min(grid.Points - 1, (int)Math.Floor((centre + width - grid.Start) / grid.Step));
        for (var point = first; point <= end; point++)
        {
            var u = (grid[point] - centre) / width;
            var v = Math.Max(0, 1 - u * u);
            sums[point] += weight * (level - slope * grid[point]) * (35.0 / 32) * v * v * v / width;
        }
    }

    /// <summary>h for these confidences, in ascending order; 0 when all are the same.</summary>
    internal static double Bandwidth(ReadOnlySpan<float> ascending)
    {
        if (ascending[0] == ascending[^1])
            return 0;
        var sum = 0.0;
        foreach (var c in ascending)
            sum += c;
        var (mean, squares) = (sum / ascending.Length, 0.0);
        foreach (var c in ascending)
            squares += (c - mean) * (c - mean);
        return 1.06 * Math.Sqrt(squares / ascending.Length) * Math.Pow(ascending.Length, -0.2);
    }

    /// <summary>The points at which the density is followed: all that some confidence reaches.</summary>
    internal static EvenGrid GridOf(ReadOnlySpan<float> ascending, double width)
    {
        var margin = width * (1 + 2.0 / StepsPerWidth);
        return EvenGrid.Over(Math.Max(0, ascending[0] - margin), Math.Min(1, ascending[^1] + margin), width / StepsPerWidth);
    }
}
