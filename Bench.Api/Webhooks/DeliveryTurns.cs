using System.Collections.Concurrent;

namespace Bench.Api.Webhooks;

/// <summary>How many receivers of one key this process waits for at once: slow ones may hold up their own key's
/// events, and nobody else's.</summary>
internal sealed class DeliveryTurns
{
    const int MostOfOneKey = 2;

    readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();

    /// <summary>Held while a delivery is under way; null where the key has enough of them.</summary>
    public IDisposable? TryTake(Guid key)
    {
        // A key's stays for good: it is small, and keys with webhooks are few.
        var turns = _turns.GetOrAdd(key, _ => new SemaphoreSlim(MostOfOneKey));
        return turns.Wait(TimeSpan.Zero) ? new Turn(turns) : null;
    }

    sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
