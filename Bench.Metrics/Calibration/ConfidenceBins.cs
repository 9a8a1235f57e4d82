namespace Bench.Metrics.Calibration;

/// <summary>Where bins begin and end among confidences in ascending order.</summary>
public static class ConfidenceBins
{
    /// <summary>[bins + 1] positions; bin b holds the confidences at edges[b] … edges[b + 1] − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one bin.</exception>
    public static int[] Edges(ReadOnlySpan<float> ascending, int bins, Binning binning)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return binning == Binning.Width ? ByWidth(ascending, bins) : ByMass(ascending.Length, bins);
    }

    /// <summary>Bin of one confidence among equal-width bins (lo, hi]; 0 falls in the first, 1 in the last.</summary>
    public static int WidthBinOf(float confidence, int bins) => Math.Clamp((int)Math.Ceiling((double)confidence * bins) - 1, 0, bins - 1);

    static int[] ByWidth(ReadOnlySpan<float> ascending, int bins)
    {
        var edges = new int[bins + 1];
        for (var b = 0; b < bins; b++)
            edges[b + 1] = FirstBeyond(ascending, edges[b], b, bins);
        return edges;
    }

    /// <summary>The first confidence, from a place on, that falls in a later bin than this one.</summary>
    static int FirstBeyond(ReadOnlySpan<float> ascending, int from, int bin, int bins)
    {
        var end = ascending.Length;
        while (from < end)
        {
            var middle = from + (end - from) / 2;
            if (WidthBinOf(ascending[middle], bins) > bin)
                end = middle;
            else
                from = middle + 1;
        }
        return from;
    }

    static int[] ByMass(int n, int bins)
    {
        var edges = new int[bins + 1];
        for (var b = 0; b < bins; b++)
            edges[b + 1] = edges[b] + n / bins + (b < n % bins ? 1 : 0);
        return edges;
    }
}
