using System.Globalization;
using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data.Access;
using Bench.Metrics.Comparison;
using Bench.Service;
using Bench.Service.Access;
using Bench.Service.Audits;
using Bench.Service.Refusals;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Audits;

/// <summary>The pairs of a board that share most of their mistakes, found once for each revision of the
/// board.</summary>
internal sealed class SharedMistakesReader
{
    /// <summary>Pairs that are found and kept of a board.</summary>
    public const int MostPairs = 100;

    public const int UsualPairs = 20;

    static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    readonly Boards _boards;
    readonly SharingOptions _sharing;
    readonly IMemoryCache _cache;
    readonly ISightSource _sights;

    /// <summary>Shared by those alone who see the same.</summary>
    readonly SharedOnce<(string Sight, BoardSubject Subject), (Board Board, IReadOnlyList<EntryPair> Pairs)> _finding;

    public SharedMistakesReader(
        Boards boards,
        BoardPictures pictures,
        ISightSource sights,
        SharingOptions sharing,
        IMemoryCache cache,
        IServiceScopeFactory scopes
    )
    {
        (_boards, _sights, _sharing, _cache) = (boards, sights, sharing, cache);
        _finding = new(
            async wanted =>
            {
                var subject = wanted.Subject;
                var board = await boards.GetAsync(subject, CancellationToken.None);
                await using var scope = scopes.CreateAsyncScope();
                var pairs = await scope
                    .ServiceProvider.GetRequiredService<SharedMistakesScan>()
                    .FindAsync(
                        subject.LabelSetId,
                        subject.ImageCount,
                        await pictures.OfAsync(subject, CancellationToken.None),
                        [.. board.Entries.Select(entry => entry.EvaluationId)],
                        MostPairs,
                        CancellationToken.None
                    );
                return cache.Set(
                    (typeof(SharedMistakesReader), subject),
                    (board, pairs),
                    new MemoryCacheEntryOptions { SlidingExpiration = Kept }
                );
            },
            keep: false
        );
    }

    /// <summary>Whether a caller may see it.</summary>
    public bool IsOpenTo(Caller? caller) => _sharing.ShowSharedMistakes || caller?.IsOperator == true;

    /// <exception cref="RefusalException">The caller may not see it, or a name is unknown.</exception>
    public async Task<SharedMistakesAnswer> ReadAsync(
        string? dataset,
        string? labelSet,
        int limit,
        Caller? caller,
        CancellationToken cancellationToken
    )
    {
        if (!IsOpenTo(caller))
            throw new RefusalException(
                RefusalKind.Forbidden,
                "operators-only",
                "Which entries share their mistakes is shown to operators here.",
                "Send an operator's key, or ask the operator to set Bench:Audits:ShowSharedMistakes."
            );
        var subject = LeaderboardPlanner.Subject(await _boards.SubjectsAsync(cancellationToken), dataset, labelSet);
        if (!_cache.TryGetValue((typeof(SharedMistakesReader), subject), out (Board Board, IReadOnlyList<EntryPair> Pairs) found))
            found = await _finding.GetAsync((_sights.Current.Version, subject), cancellationToken);
        var entries = found.Board.Entries.ToDictionary(entry => entry.EvaluationId);
        var all = (long)entries.Count * (entries.Count - 1) / 2;
        return new(
            subject.Dataset,
            subject.LabelSet,
            entries.Count,
            all,
            [.. found.Pairs.Take(limit).Select(pair => View(pair, entries[pair.First], entries[pair.Second], all))]
        )
        {
            Checks = found.Board.Checks,
        };
    }

    static SharedMistakesPair View(EntryPair pair, BoardEntry first, BoardEntry second, long pairs)
    {
        var (counts, interval) = (pair.Mistakes.Counts, pair.Mistakes.ShareInterval);
        return new(
            Model(first, counts.BothRight + counts.OnlyFirst, counts.N),
            Model(second, counts.BothRight + counts.OnlySecond, counts.N),
            Sentence(pair, first, second),
            first.OwnerKeyId is not null && first.OwnerKeyId == second.OwnerKeyId,
            counts.N,
            counts.BothWrong,
            counts.N - counts.BothRight,
            Finite(pair.Mistakes.Share),
            Finite(interval.Low),
            Finite(interval.High),
            Finite(pair.Mistakes.Expected),
            Finite(pair.Mistakes.ExpectedShare),
            pair.SameAnswers,
            ConsistencyOfErrors.Of(ErrorConsistency.Of(counts)),
            Finite(Math.Min(0, pair.Mistakes.LogP + Math.Log(pairs)) / Math.Log(10))
        );
    }

    static ComparedModel Model(BoardEntry entry, int right, int n) => ComparedModel.Of(entry, (double)right / n, n);

    static string Sentence(EntryPair pair, BoardEntry first, BoardEntry second)
    {
        var counts = pair.Mistakes.Counts;
        var same = pair.SameAnswers is { } answers
            ? string.Create(CultureInfo.InvariantCulture, $", {answers:N0} with the same class")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{first.Name} and {second.Name} share {100 * pair.Mistakes.Share:0.0} % of their mistakes: "
                + $"{counts.BothWrong:N0} of {counts.N - counts.BothRight:N0}{same}; "
                + $"chance on images as hard would share {pair.Mistakes.Expected:N0}."
        );
    }
}
