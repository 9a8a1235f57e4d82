using Bench.Service;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Leaderboard;

/// <summary>The boards in memory. Every request asks the database for the views and their revisions, in one query shared with whoever asks
/// at the same time, and reads a board itself only when its revision has changed.</summary>
internal sealed class Boards(BoardReader reader, IMemoryCache cache)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    readonly SharedRead<BoardViews> _views = new(reader.ReadViewsAsync);
    readonly SharedOnce<BoardView, Board> _loading = new(
        async view =>
            cache.Set(view.LabelSetId, await reader.ReadBoardAsync(view), new MemoryCacheEntryOptions { SlidingExpiration = Kept }),
        keep: false
    );

    /// <summary>Every dataset under every current label set.</summary>
    public Task<BoardViews> ViewsAsync(CancellationToken cancellationToken) => _views.GetAsync(cancellationToken);

    /// <summary>The board at least as new as the view's revision.</summary>
    public async Task<Board> GetAsync(BoardView view, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(view.LabelSetId, out Board? known) && known!.View == view)
            return known;
        return await _loading.GetAsync(view, cancellationToken);
    }
}
