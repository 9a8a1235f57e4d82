using Bench.Api.Leaderboard.Plans;
using Bench.Data.Access;
using Bench.Service;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Leaderboard;

/// <summary>The boards in memory. Every request asks the database for the subjects and their revisions, in one query
/// shared with the requests of the same moment, and reads a board itself only when its revision has changed.</summary>
internal sealed class Boards(BoardReader reader, IMemoryCache cache, ISightSource sights)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    /// <summary>Shared by those alone who see the same.</summary>
    readonly SharedOnce<(string Sight, BoardSubject Subject), Board> _loading = new(
        async wanted =>
            cache.Set(
                wanted.Subject.LabelSetId,
                await reader.ReadBoardAsync(wanted.Subject),
                new MemoryCacheEntryOptions { SlidingExpiration = Kept }
            ),
        keep: false
    );

    /// <summary>Every dataset under every current label set.</summary>
    public Task<BoardSubjects> SubjectsAsync(CancellationToken cancellationToken) =>
        cache
            .GetOrCreate(
                typeof(SharedRead<BoardSubjects>),
                entry =>
                {
                    entry.SlidingExpiration = Kept;
                    return new SharedRead<BoardSubjects>(reader.ReadViewsAsync);
                }
            )!
            .GetAsync(cancellationToken);

    /// <summary>The board at least as new as the subject's revision.</summary>
    public async Task<Board> GetAsync(BoardSubject subject, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(subject.LabelSetId, out Board? known) && known!.Subject == subject)
            return known;
        return await _loading.GetAsync((sights.Current.Version, subject), cancellationToken);
    }
}
