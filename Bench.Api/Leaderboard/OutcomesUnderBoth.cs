using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Metrics.Comparison;
using Bench.Service.Evaluations;

namespace Bench.Api.Leaderboard;

/// <summary>Which images a model of a board gets right under two label sets of its dataset.</summary>
/// <param name="Own">Under the board's label set.</param>
/// <param name="Other">Under the other one.</param>
internal sealed record OutcomesUnderBoth(BoardEntry Entry, ImageOutcomes Own, ImageOutcomes Other)
{
    /// <returns>In the board's order; a model that is scored under one of the two alone is not there.</returns>
    public static async Task<List<OutcomesUnderBoth>> ReadAsync(
        BenchDb db,
        Board board,
        BoardSubject other,
        CancellationToken cancellationToken
    )
    {
        var (own, others) = (board.Subject.LabelSetId, other.LabelSetId);
        var scorings = await db
            .Scorings.Where(scoring => scoring.LabelSetId == own || scoring.LabelSetId == others)
            .OutcomesAsync(board.Subject.ImageCount, cancellationToken)
            .ToDictionaryAsync(
                stored => (stored.EvaluationId, stored.LabelSetId),
                stored => stored.Outcomes,
                cancellationToken: cancellationToken
            );
        var both = new List<OutcomesUnderBoth>();
        foreach (var entry in board.Entries)
            if (
                scorings.TryGetValue((entry.EvaluationId, own), out var first)
                && scorings.TryGetValue((entry.EvaluationId, others), out var second)
            )
                both.Add(new(entry, first, second));
        return both;
    }
}
