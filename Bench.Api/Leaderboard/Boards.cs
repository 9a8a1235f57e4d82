using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Leaderboard;

/// <summary>The boards in memory. Every request asks the database for the board's stamp, and reads the board itself only when the stamp has changed.</summary>
internal sealed class Boards(BoardReader reader, IMemoryCache cache)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    readonly SharedRead<BoardViews> _views = new(reader.ReadViewsAsync);
    readonly ConcurrentDictionary<Guid, SharedRead<BoardStamp>> _stamps = new();
    readonly ConcurrentDictionary<(Guid, BoardStamp), Lazy<Task<Board>>> _loading = new();

    /// <summary>Every dataset under every current label set.</summary>
    public Task<BoardViews> ViewsAsync(CancellationToken cancellationToken) => _views.GetAsync(cancellationToken);

    public Task<BoardStamp> StampAsync(BoardView view, CancellationToken cancellationToken) =>
        _stamps.GetOrAdd(view.LabelSetId, key => new(() => reader.ReadStampAsync(key))).GetAsync(cancellationToken);

    public async Task<Board> GetAsync(BoardView view, CancellationToken cancellationToken) => await GetAsync(view, await StampAsync(view, cancellationToken), cancellationToken);

    /// <summary>The board at least as new as the stamp.</summary>
    public async Task<Board> GetAsync(BoardView view, BoardStamp stamp, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(view.LabelSetId, out Board? known) && known!.Stamp == stamp && known.View == view) return known;
        var key = (view.LabelSetId, stamp);
        var load = _loading.GetOrAdd(key, _ => new(() => Task.Run(() => reader.ReadBoardAsync(view, stamp))));
        try
        {
            var board = await load.Value.WaitAsync(cancellationToken);
            cache.Set(view.LabelSetId, board, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
            return board;
        }
        finally
        {
            if (load.Value.IsCompleted) _loading.TryRemove(new(key, load));
        }
    }
}
