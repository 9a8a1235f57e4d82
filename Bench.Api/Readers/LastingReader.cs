using Bench.Api.Auth;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service;
using Bench.Service.Access;
using Bench.Service.Readers;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Readers;

/// <summary>Finds out again what the sender of a request may see, for answers that go on for longer than a right may
/// last.</summary>
/// <remarks>However many ask, rights are read once for each look: two queries, and one more for each caller only when
/// something that decides who sees what has changed.</remarks>
internal sealed class LastingReader(
    IServiceScopeFactory scopes,
    RequestSight sight,
    ApiKeys keys,
    KeyUses uses,
    BenchOptions options,
    TimeProvider time
)
{
    readonly Lock _gate = new();

    /// <summary>Keys whose end is looked for in one query for all, for so long after the last request for one.</summary>
    static readonly TimeSpan KeysAskedFor = TimeSpan.FromSeconds(10);

    readonly Dictionary<Guid, DateTimeOffset> _asking = [];
    readonly SharedLatest<Rights> _latest = new();

    /// <summary>Announces a caller, so that the next rights are found for it as well.</summary>
    public void Expect(Caller? caller)
    {
        if (caller is null)
            return;
        lock (_gate)
            _asking[caller.KeyId] = time.GetUtcNow();
    }

    /// <param name="caller">Who sent the request; null for a reader without a key.</param>
    /// <param name="look">Number of what is about to be told: rights that were found for it, or later, are good
    /// enough.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="RefusalException">The key has ended, and without one nothing is read here.</exception>
    public async Task LookAgainAsync(Caller? caller, long look, CancellationToken cancellationToken)
    {
        var rights = await LatestAsync(caller?.KeyId, look).WaitAsync(cancellationToken);
        if (caller is not null)
        {
            caller = rights.Asked.Contains(caller.KeyId)
                ? rights.Live.GetValueOrDefault(caller.KeyId)
                : await keys.FindAsync(caller.KeyId, cancellationToken);
            if (caller is null && !options.OpenReading)
                throw new RefusalException(
                    RefusalKind.Unauthenticated,
                    "key-unknown",
                    "The key has ended, or was revoked.",
                    "Ask the operator for a new one."
                );
            if (caller is not null)
                uses.Note(caller.KeyId, time.GetUtcNow().UtcDateTime);
        }
        sight.See(
            rights.Hidden.Length == 0 || caller is { IsOperator: true }
                ? Sight.Everything
                : await rights.Sights.GetAsync(caller ?? Rights.Nobody, cancellationToken)
        );
    }

    Task<Rights> LatestAsync(Guid? key, long look)
    {
        if (key is { } id)
            lock (_gate)
                _asking[id] = time.GetUtcNow();
        return _latest.GetAsync(look, look, before => FindAsync(look, before));
    }

    async Task<Rights> FindAsync(long look, Task<Rights>? before)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var asked = Asked(now);
        var live =
            asked.Count == 0
                ? []
                : await scope
                    .ServiceProvider.GetRequiredService<BenchDb>()
                    .Keys.AsNoTracking()
                    .Live(now.UtcDateTime)
                    .Where(key => asked.Contains(key.Id))
                    .ToDictionaryAsync(key => key.Id, key => new Caller(key.Id, key.Name, key.Role));
        var hidden = await scope.ServiceProvider.GetRequiredService<Sights>().HiddenAsync(CancellationToken.None);
        return new Rights(look, now, hidden, asked, live, new(SightAsync)).After(
            before is { IsCompletedSuccessfully: true } ? await before : null
        );
    }

    HashSet<Guid> Asked(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var (silent, _) in _asking.Where(each => now - each.Value > KeysAskedFor).ToList())
                _asking.Remove(silent);
            return [.. _asking.Keys];
        }
    }

    async Task<Sight> SightAsync(Caller caller)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<Sights>()
            .OfAsync(caller == Rights.Nobody ? null : caller, CancellationToken.None);
    }
}
