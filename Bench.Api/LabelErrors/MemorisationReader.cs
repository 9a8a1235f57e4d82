using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Metrics.LabelErrors;
using Bench.Metrics.Numerics;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.LabelErrors;

/// <summary>The memorisation check of every model of a board.</summary>
internal sealed class MemorisationReader(BenchDb db, Boards boards, CorrectedBoards corrected)
{
    /// <exception cref="RefusalException">A name is unknown, there are no reviews, or the window is out of
    /// range.</exception>
    public async Task<MemorisationAnswer> ReadAsync(string dataset, string? labelSet, double window, CancellationToken cancellationToken)
    {
        if (!(window is >= 0 and <= 1))
            throw new RefusalException(
                RefusalKind.Malformed,
                "window-invalid",
                $"window is {window}.",
                "Ask for a difference of accuracies, 0 to 1."
            );
        var (view, reviews) = await corrected.FindAsync(dataset, labelSet, cancellationToken);
        var original = LeaderboardPlanner.Subject(await boards.SubjectsAsync(cancellationToken), view.Dataset, null);
        var mislabelled = reviews.Where(LabelReviews.GuessedWon);
        var board = await boards.GetAsync(view, cancellationToken);
        var accuracy = (await board.ColumnsAsync([AccuracyMetrics.Top1], cancellationToken))[AccuracyMetrics.Top1];

        var place = board
            .Entries.Select((entry, index) => (entry.EvaluationId, index))
            .ToDictionary(pair => pair.EvaluationId, pair => pair.index);
        var (entries, subjects) = (new List<BoardEntry>(), new List<MemorisationSubject>());
        var scorings = db
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.LabelSetId == original.LabelSetId)
            .OrderBy(scoring => scoring.EvaluationId)
            .Select(scoring => new
            {
                scoring.EvaluationId,
                scoring.Used,
                scoring.Correct,
            });
        await foreach (var scoring in scorings.AsAsyncEnumerable().WithCancellation(cancellationToken))
            if (place.TryGetValue(scoring.EvaluationId, out var index) && accuracy[index] is { } cell)
            {
                entries.Add(board.Entries[index]);
                subjects.Add(
                    new(
                        cell.Value,
                        Shared(BitSet.FromBytes(scoring.Correct, view.ImageCount), mislabelled),
                        Shared(BitSet.FromBytes(scoring.Used, view.ImageCount), mislabelled)
                    )
                );
            }
        var checks = entries.Select((entry, i) => View(entry, subjects[i], MemorisationCheck.Of(subjects, i, window)));
        return new MemorisationAnswer(
            view.Dataset,
            view.LabelSet,
            reviews.LabelSet,
            mislabelled.PopCount(),
            window,
            [
                .. checks
                    .OrderByDescending(model => model.Excess ?? double.NegativeInfinity)
                    .ThenBy(model => model.Name, StringComparer.Ordinal),
            ]
        )
        {
            Checks = board.Checks.With((await boards.GetAsync(original, cancellationToken)).Checks),
        };
    }

    static ModelMemorisation View(BoardEntry entry, MemorisationSubject subject, MemorisationCheck check) =>
        new(
            entry.ModelId,
            entry.Name,
            subject.CorrectedAccuracy,
            Finite(check.Rate),
            check.Peers,
            Finite(check.PeerMean),
            Finite(check.Excess),
            Finite(check.Deviations)
        )
        {
            Checks = entry.Checks,
        };

    static int Shared(BitSet a, BitSet b)
    {
        var count = 0;
        for (var word = 0; word < a.Words.Length; word++)
            count += System.Numerics.BitOperations.PopCount(a.Words[word] & b.Words[word]);
        return count;
    }
}
