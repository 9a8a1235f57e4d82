using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;
using Bench.Service.Evaluations;
using Bench.Service.Refusals;

namespace Bench.Api.Compare;

/// <summary>Holds the orders of a board under two label sets against each other.</summary>
internal sealed class OrderChangeReader(BenchDb db, Boards boards, BoardPictures pictures)
{
    public const int MostPairs = 1_000;

    /// <summary>Every pair is tested under both sets: a hundred models make 4,950 pairs, a thousand would make half a
    /// million.</summary>
    const int MostModels = 200;

    /// <exception cref="RefusalException">A name is unknown, or the board is too large to be tested pair by
    /// pair.</exception>
    public async Task<OrderChangesAnswer> ReadAsync(
        string? dataset,
        string? labelSet,
        string other,
        IReadOnlyList<Guid> only,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        var before = LeaderboardPlanner.Subject(subjects, dataset, labelSet);
        var after = LeaderboardPlanner.Subject(subjects, before.Dataset, other);
        var (own, others) = (await boards.GetAsync(before, cancellationToken), await boards.GetAsync(after, cancellationToken));
        var entries = own.Entries.Where(entry => only.Count == 0 || only.Contains(entry.ModelId)).ToList();
        if (entries.Count > MostModels)
            throw new RefusalException(
                RefusalKind.Malformed,
                "too-many-models",
                $"The board has {Counted.Of(entries.Count, "model")}; {MostModels} is the most that are tested pair by pair.",
                "Name the models that you ask about, each as m=…."
            );
        var first = await OutcomesAsync(before, entries, cancellationToken);
        var second = await OutcomesAsync(after, entries, cancellationToken);
        entries.RemoveAll(entry => !first.ContainsKey(entry.EvaluationId) || !second.ContainsKey(entry.EvaluationId));

        var (earlier, later) = (
            entries.ConvertAll(entry => first[entry.EvaluationId]),
            entries.ConvertAll(entry => second[entry.EvaluationId])
        );
        var (adjustedBefore, adjustedAfter) = (Adjusted(earlier), Adjusted(later));
        var changes = OrderChanges.Find(earlier, later);
        var items = changes
            .Select(change => (Change: change, Before: adjustedBefore[Pair(change)], After: adjustedAfter[Pair(change)]))
            .OrderBy(each => Math.Max(each.Before, each.After))
            .ThenBy(each => Math.Max(each.Change.PBefore, each.Change.PAfter))
            .Take(limit)
            .Select(each => new OrderChangeView(
                Side(entries[each.Change.First], earlier[each.Change.First]),
                Side(entries[each.Change.Second], earlier[each.Change.Second]),
                View(each.Change.Before),
                each.Change.PBefore,
                each.Before,
                View(each.Change.After),
                each.Change.PAfter,
                each.After
            ));
        return new(
            before.Dataset,
            before.LabelSet,
            after.LabelSet,
            entries.Count,
            entries.Count * (entries.Count - 1) / 2,
            changes.Count,
            [.. items]
        )
        {
            Checks = own.Checks.With(others.Checks),
        };
    }

    async Task<Dictionary<Guid, ImageOutcomes>> OutcomesAsync(
        BoardSubject subject,
        List<BoardEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var wanted = entries.ConvertAll(entry => entry.EvaluationId);
        var shown = await pictures.OfAsync(subject, cancellationToken);
        return await db
            .Scorings.Where(scoring => scoring.LabelSetId == subject.LabelSetId && wanted.Contains(scoring.EvaluationId))
            .OutcomesAsync(subject.ImageCount, cancellationToken)
            .ToDictionaryAsync(
                stored => stored.EvaluationId,
                stored => stored.Outcomes with { Pictures = shown },
                cancellationToken: cancellationToken
            );
    }

    static Dictionary<(int, int), double> Adjusted(List<ImageOutcomes> models)
    {
        var pairs = (
            from first in Enumerable.Range(0, models.Count)
            from second in Enumerable.Range(first + 1, models.Count - first - 1)
            select (first, second)
        ).ToList();
        var tests = pairs.Select(pair => McNemar.Test(PairedCounts.Of(models[pair.first], models[pair.second])).PValue).ToArray();
        var adjusted = new double[tests.Length];
        Holm.Adjust(tests, adjusted);
        return pairs.Zip(adjusted).ToDictionary(each => each.First, each => each.Second);
    }

    static (int, int) Pair(OrderChange change) => (Math.Min(change.First, change.Second), Math.Max(change.First, change.Second));

    static ComparedDifference View(PairedDifference difference) => new(difference.Value, difference.Low, difference.High);

    static ComparedModel Side(BoardEntry entry, ImageOutcomes outcomes) => ComparedModel.Of(entry, outcomes.Accuracy, outcomes.UsedCount);
}
