using System.Collections.Concurrent;

namespace Bench.Api.Uploads;

/// <summary>One writer an upload in this process. Uploads of one client must reach one replica: their bytes lie on its
/// disk.</summary>
internal sealed class UploadLocks
{
    readonly ConcurrentDictionary<Guid, byte> _held = new();

    /// <summary>The lock, or null when another request has it.</summary>
    public IDisposable? TryTake(Guid id) => _held.TryAdd(id, 0) ? new Held(_held, id) : null;

    sealed class Held(ConcurrentDictionary<Guid, byte> held, Guid id) : IDisposable
    {
        public void Dispose() => held.TryRemove(id, out _);
    }
}
