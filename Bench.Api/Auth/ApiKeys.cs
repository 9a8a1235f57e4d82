using System.Collections.Concurrent;
using System.Linq.Expressions;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Auth;

/// <summary>Finds who a key belongs to. Answers are kept for some seconds, so that a busy script costs no query a
/// request; a revoked key stops within that time.</summary>
internal sealed class ApiKeys(IServiceScopeFactory scopes, KeyUses uses, TimeProvider time)
{
    static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);

    /// <summary>Only keys that exist are kept: guessing must not fill the memory.</summary>
    readonly ConcurrentDictionary<string, (Caller Caller, DateTime Until)> _known = new();

    DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task<Caller?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var (hash, now) = (KeyText.Hash(key), Now);
        return FindAsync(
            hash,
            candidate => candidate.Hash == hash || (candidate.PreviousHash == hash && candidate.PreviousUntil > now),
            cancellationToken
        );
    }

    /// <summary>The key that a browser signed in with.</summary>
    public Task<Caller?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync(id.ToString(), candidate => candidate.Id == id, cancellationToken);

    async Task<Caller?> FindAsync(string name, Expression<Func<ApiKey, bool>> isIt, CancellationToken cancellationToken)
    {
        var now = Now;
        if (!_known.TryGetValue(name, out var known) || now >= known.Until)
        {
            await using var scope = scopes.CreateAsyncScope();
            var found = await scope
                .ServiceProvider.GetRequiredService<BenchDb>()
                .Keys.AsNoTracking()
                .Live(now)
                .Where(isIt)
                .SingleOrDefaultAsync(cancellationToken);
            if (found is null)
            {
                _known.TryRemove(name, out _);
                return null;
            }
            DateTime?[] ends = [now + KeptFor, found.ExpiresAt, found.PreviousHash == name ? found.PreviousUntil : null];
            _known[name] = known = (new Caller(found.Id, found.Name, found.Role), ends.OfType<DateTime>().Min());
        }
        uses.Note(known.Caller.KeyId, now);
        return known.Caller;
    }

    /// <summary>When a key that opens nothing ended; null for one that is not known, was revoked or replaced.</summary>
    public async Task<DateTime?> EndAsync(string key, CancellationToken cancellationToken)
    {
        var hash = KeyText.Hash(key);
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Keys.Where(candidate => candidate.Hash == hash && candidate.RevokedAt == null)
            .Select(candidate => candidate.ExpiresAt)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Who a key in the form of a page belongs to.</summary>
    /// <exception cref="RefusalException">There is no such key, or its role is not enough.</exception>
    public async Task<Caller> RequireAsync(string? key, Role least, CancellationToken cancellationToken)
    {
        var wanted = least switch
        {
            Role.Operator => "an operator's key",
            Role.Submitter => "a submitter's key",
            _ => "a key of this service, the whole of it",
        };
        var nextStep = $"Give {wanted}; nothing has been kept.";
        var caller = string.IsNullOrWhiteSpace(key) ? null : await FindAsync(key.Trim(), cancellationToken);
        if (caller is null)
            throw new RefusalException(
                RefusalKind.Unauthenticated,
                "key-unknown",
                "The key is not known, has ended, or was revoked.",
                nextStep
            );
        return caller.Role >= least
            ? caller
            : throw new RefusalException(RefusalKind.Forbidden, "key-role", $"The key '{caller.Name}' may not do this.", nextStep);
    }

    /// <summary>Forgets what is kept, so that a revocation holds at once in this process.</summary>
    public void Forget() => _known.Clear();

    /// <summary>A row for a key's text.</summary>
    public static ApiKey Row(string text, string name, Role role, DateTime now, DateTime? expiresAt = null, string? subject = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Role = role,
            Hash = KeyText.Hash(text),
            Prefix = KeyText.Prefix(text),
            CreatedAt = now,
            ExpiresAt = expiresAt,
            Subject = subject,
        };
}
