namespace Bench.Api.Leaderboard;

/// <summary>One metric of a board: a cell for each entry, and the order that the metric puts them in.</summary>
internal sealed class BoardColumn
{
    readonly BoardCell?[] _cells;
    readonly Func<int, bool>? _isBeingScored;

    /// <param name="cells">One for each entry of the board; null where there is no number.</param>
    /// <param name="higherIsBetter">The metric's direction.</param>
    /// <param name="isBeingScored">Of an entry without a number: whether it is being rescored.</param>
    public BoardColumn(BoardCell?[] cells, bool higherIsBetter, Func<int, bool>? isBeingScored = null)
    {
        (_cells, _isBeingScored) = (cells, isBeingScored);
        HigherIsBetter = higherIsBetter;
        Ranks = new int[cells.Length];
        var order = Enumerable.Range(0, cells.Length).Where(entry => cells[entry] is not null).OrderBy(Key).ToArray();
        for (var place = 0; place < order.Length; place++)
            Ranks[order[place]] = place > 0 && Key(order[place]) == Key(order[place - 1]) ? Ranks[order[place - 1]] : place + 1;
        BestFirst = order;
    }

    public bool HigherIsBetter { get; }

    /// <summary>Entries that have a number, best first.</summary>
    public IReadOnlyList<int> BestFirst { get; }

    /// <summary>For each entry 1 + the number of better ones; equal values share a rank, entries without a number have
    /// 0.</summary>
    public int[] Ranks { get; }

    public BoardCell? this[int entry] => _cells[entry];

    /// <summary>Whether an entry has no number because it is being rescored.</summary>
    public bool IsBeingScored(int entry) => _cells[entry] is null && _isBeingScored?.Invoke(entry) == true;

    /// <summary>Orders entries best first; those without a number come last.</summary>
    public double Key(int entry) => _cells[entry] is { } cell ? (HigherIsBetter ? -cell.Value : cell.Value) : double.PositiveInfinity;
}
