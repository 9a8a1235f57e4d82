using Bench.Data.Access;
using Bench.Service;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Leaderboard;

/// <summary>The boards in memory. Every request asks the database for the views and their revisions, in one query shared with whoever asks
/// at the same time, and reads a board itself only when its revision has changed.</summary>
internal sealed class Boards(BoardReader reader, IMemoryCache cache, ISightSource sights)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    /// <summary>Shared by those alone who see the same.</summary>
    readonly SharedOnce<(string Sight, BoardView View), Board> _loading = new(
        async wanted =>
            cache.Set(
                wanted.View.LabelSetId,
                await reader.ReadBoardAsync(wanted.View),
                new MemoryCacheEntryOptions { SlidingExpiration = Kept }
            ),
        keep: false
    );

    /// <summary>Every dataset under every current label set.</summary>
    public Task<BoardViews> ViewsAsync(CancellationToken cancellationToken) =>
        cache
            .GetOrCreate(
                typeof(SharedRead<BoardViews>),
                entry =>
                {
                    entry.SlidingExpiration = Kept;
                    return new SharedRead<BoardViews>(reader.ReadViewsAsync);
                }
            )!
            .GetAsync(cancellationToken);

    /// <summary>The board at least as new as the view's revision.</summary>
    public async Task<Board> GetAsync(BoardView view, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(view.LabelSetId, out Board? known) && known!.View == view)
            return known;
        return await _loading.GetAsync((sights.Current.Version, view), cancellationToken);
    }
}
