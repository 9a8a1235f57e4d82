namespace Bench.Api.Leaderboard;

/// <summary>Every entry of a board against one of them, the baseline.</summary>
/// <param name="entry">Index of the baseline's entry.</param>
/// <param name="differences">One for each entry of the board; null where there is no number, and for the baseline
/// itself.</param>
internal sealed class Baseline(int entry, BaselineDifference?[] differences)
{
    public int Entry { get; } = entry;

    public BaselineDifference? this[int other] => differences[other];
}
