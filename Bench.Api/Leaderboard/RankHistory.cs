namespace Bench.Api.Leaderboard;

/// <summary>How a model's rank on a board has changed as later models came.</summary>
/// <remarks>It is told from the models that are on the board today, each by its newest evaluation: a deleted model or a
/// replaced evaluation leaves no step.</remarks>
internal static class RankHistory
{
    /// <summary>The rank when the model came, and after every later model that took a place from it, the oldest
    /// first.</summary>
    public static IReadOnlyList<RankStep> Of(Board board, BoardColumn column, int entry)
    {
        if (column[entry] is null)
            return [];
        var ordered = column.BestFirst.OrderBy(other => board.Entries[other].CreatedAt).ThenBy(other => board.Entries[other].EvaluationId);
        var (rank, models, seen) = (1, 0, false);
        var steps = new List<RankStep>();
        foreach (var other in ordered)
        {
            models++;
            var isBetter = column.Key(other) < column.Key(entry);
            if (isBetter)
                rank++;
            if (other == entry)
                seen = true;
            if (other == entry || (seen && isBetter))
                steps.Add(new(board.Entries[other].CreatedAt, rank, models, other == entry ? null : board.Entries[other].ModelId));
        }
        return steps;
    }
}

/// <summary>A rank and since when a model has had it.</summary>
/// <param name="Since">When the evaluation that brought it was asked for.</param>
/// <param name="Rank">1 is the best.</param>
/// <param name="Models">Models that had a number by then.</param>
/// <param name="PassedBy">The model that came in front; null for the first step.</param>
public sealed record RankStep(DateTime Since, int Rank, int Models, Guid? PassedBy);
