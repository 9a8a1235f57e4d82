using Bench.Api.Metrics;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Robustness;
using Bench.Metrics.Statistics;

namespace Bench.Api.Leaderboard;

/// <summary>Columns of a board that are computed from others when they are read: what the catalogue binds by
/// <see cref="MetricDefinition.OfBoard"/>.</summary>
internal static class ComputedColumns
{
    static readonly Dictionary<string, BoardMeasure> Measures = MetricCatalog
        .Derived.Where(metric => metric.OfBoard is not null)
        .ToDictionary(metric => metric.Id, metric => metric.OfBoard!);

    public static bool Has(string metric) => Measures.ContainsKey(metric);

    /// <summary>The columns that it is computed from.</summary>
    public static IReadOnlyList<string> From(string metric) => Measures[metric].From;

    /// <param name="metric">Its id.</param>
    /// <param name="entries">Entries of the board.</param>
    /// <param name="columns">The columns that it is computed from, and any others.</param>
    public static BoardColumn Compute(string metric, int entries, IReadOnlyDictionary<string, BoardColumn> columns)
    {
        BoardColumn[] from = [.. From(metric).Select(id => columns[id])];
        int[] complete = [.. Enumerable.Range(0, entries).Where(entry => from.All(column => column[entry] is not null))];
        var values = Measures[metric].Compute([.. complete.Select(entry => from.Select(column => Value(column[entry]!.Value)).ToList())]);
        var cells = new BoardCell?[entries];
        foreach (var (entry, value) in complete.Zip(values))
            if (value is { } number)
                cells[entry] = new BoardCell(number.Value, number.Low, number.High, number.N)
                {
                    WhyNoInterval = number.Low is null ? NoInterval.MemberWithoutInterval : null,
                };
        return new BoardColumn(
            cells,
            MetricDirectory.Find(metric)!.HigherIsBetter,
            entry => from.Any(column => column.IsBeingScored(entry))
        );
    }

    static BoardValue Value(BoardCell cell) => new(cell.Value, cell.CiLow, cell.CiHigh, cell.N);
}
