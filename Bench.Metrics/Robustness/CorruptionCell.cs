namespace Bench.Metrics.Robustness;

/// <summary>One corruption at one severity: a point of the corruption curve.</summary>
/// <param name="Corruption">Folder name.</param>
/// <param name="Severity">1 for the mildest.</param>
/// <param name="Wrong">Images wrong.</param>
/// <param name="N">Images used.</param>
public readonly record struct CorruptionCell(string Corruption, int Severity, int Wrong, int N)
{
    /// <summary>The level's folder, where it is not the number itself.</summary>
    public string? Level { get; init; }

    /// <summary>Top-1 error, in [0, 1]; NaN without images.</summary>
    public double Error => N == 0 ? double.NaN : (double)Wrong / N;

    /// <summary>All cells that have images, the 15 corruptions of the paper first, by severity.</summary>
    /// <exception cref="ArgumentException">The two are over different images.</exception>
    public static IReadOnlyList<CorruptionCell> Of(CorruptedImages images, Comparison.ImageOutcomes outcomes)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (images.Corruption.Count != outcomes.Used.Count)
            throw new ArgumentException($"outcomes of {outcomes.Used.Count} images for {images.Corruption.Count}", nameof(outcomes));
        var cells = new Dictionary<(string, int), (int Wrong, int N)>();
        for (var i = 0; i < outcomes.Used.Count; i++)
        {
            var key = (images.Corruption[i], images.Severity[i]);
            var (wrong, n) = cells.GetValueOrDefault(key);
            if (outcomes.Used[i])
                (wrong, n) = (outcomes.Correct[i] ? wrong : wrong + 1, n + 1);
            cells[key] = (wrong, n);
        }
        return
        [
            .. cells
                .Where(cell => cell.Value.N > 0)
                .Select(cell => new CorruptionCell(cell.Key.Item1, cell.Key.Item2, cell.Value.Wrong, cell.Value.N)
                {
                    Level = images.Levels.GetValueOrDefault(cell.Key),
                })
                .OrderBy(cell => Place(cell.Corruption))
                .ThenBy(cell => cell.Corruption, StringComparer.Ordinal)
                .ThenBy(cell => cell.Severity),
        ];
    }

    static int Place(string corruption)
    {
        for (var place = 0; place < CorruptionSummary.Known.Count; place++)
            if (CorruptionSummary.Known[place] == corruption)
                return place;
        return int.MaxValue;
    }
}
