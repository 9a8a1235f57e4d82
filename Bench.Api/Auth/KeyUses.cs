using System.Collections.Concurrent;
using Bench.Data;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Auth;

/// <summary>Writes down when each key was last used: once a minute what came together since, never while a request
/// waits.</summary>
/// <remarks>What came together in the last minute of a process is not written.</remarks>
internal sealed class KeyUses(IServiceScopeFactory scopes, TimeProvider time, ILogger<KeyUses> log)
    : RepeatedWork(Interval, time, log, waitsFirst: true)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, DateTime> _used = new();

    public void Note(Guid key, DateTime at) => _used[key] = at;

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => WriteAsync(cancellationToken);

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_used.IsEmpty)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        foreach (var (key, at) in _used.ToArray())
        {
            await db
                .Keys.Where(row => row.Id == key && (row.LastUsedAt == null || row.LastUsedAt < at))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, at), cancellationToken);
            // Unless it was used again meanwhile.
            _used.TryRemove(KeyValuePair.Create(key, at));
        }
    }
}
