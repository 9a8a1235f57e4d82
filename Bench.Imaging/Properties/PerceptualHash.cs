namespace Bench.Imaging.Properties;

/// <summary>64 bits that stay nearly the same when a picture is scaled, compressed or brightened: which of its 8 × 8
/// lowest cosine frequencies lie above their median.</summary>
/// <remarks>Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010: luma averaged over 32 ×
/// 32 cells (cell i of n pixels is [⌊i·n/32⌋, ⌊(i+1)·n/32⌋), one pixel at least), its DCT-II, bits row by row, the
/// first the highest.</remarks>
static class PerceptualHash
{
    const int Cells = 32;
    const int Frequencies = 8;

    static readonly double[][] Cosines =
    [
        .. Enumerable
            .Range(0, Frequencies)
            .Select(u => Enumerable.Range(0, Cells).Select(x => Math.Cos(Math.PI * (2 * x + 1) * u / (2 * Cells))).ToArray()),
    ];

    /// <param name="luma">Rows of luma without gaps.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    public static ulong Of(ReadOnlySpan<byte> luma, int width, int height)
    {
        Span<double> cells = stackalloc double[Cells * Cells];
        for (var row = 0; row < Cells; row++)
        for (var column = 0; column < Cells; column++)
            cells[row * Cells + column] = Mean(luma, width, Range(row, height), Range(column, width));
        Span<double> rows = stackalloc double[Cells * Frequencies];
        for (var row = 0; row < Cells; row++)
        for (var u = 0; u < Frequencies; u++)
        for (var x = 0; x < Cells; x++)
            rows[row * Frequencies + u] += cells[row * Cells + x] * Cosines[u][x];
        Span<double> waves = stackalloc double[Frequencies * Frequencies];
        for (var v = 0; v < Frequencies; v++)
        for (var u = 0; u < Frequencies; u++)
        for (var row = 0; row < Cells; row++)
            waves[v * Frequencies + u] += rows[row * Frequencies + u] * Cosines[v][row];
        Span<double> sorted = stackalloc double[waves.Length];
        waves.CopyTo(sorted);
        sorted.Sort();
        var median = (sorted[waves.Length / 2 - 1] + sorted[waves.Length / 2]) / 2;
        var hash = 0UL;
        foreach (var wave in waves)
            hash = hash << 1 | (wave > median ? 1UL : 0);
        return hash;
    }

    static (int First, int End) Range(int cell, int pixels)
    {
        var first = cell * pixels / Cells;
        return (first, Math.Max(first + 1, (cell + 1) * pixels / Cells));
    }

    static double Mean(ReadOnlySpan<byte> luma, int width, (int First, int End) rows, (int First, int End) columns)
    {
        var sum = 0;
        for (var row = rows.First; row < rows.End; row++)
            foreach (var level in luma[(row * width + columns.First)..(row * width + columns.End)])
                sum += level;
        return (double)sum / ((rows.End - rows.First) * (columns.End - columns.First));
    }
}
