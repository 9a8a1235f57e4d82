using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Auth;

/// <summary>Makes keys, gives them new secrets and revokes them.</summary>
internal sealed class KeyBook(BenchDb db, ApiKeys keys, TimeProvider time)
{
    const int LongestName = 200;
    const int LongestOverlap = 30 * 24 * 3600;

    static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <returns>The key with its text, which is stored nowhere.</returns>
    /// <exception cref="RefusalException">Name or expiry are out of range.</exception>
    public async Task<CreatedKey> CreateAsync(CreateKeyRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var errors = new FieldErrors();
        if (!OneLine.IsName(request.Name, LongestName))
            errors.Add("name", $"1 to {LongestName} printable characters are expected; they tell later whose key it is");
        if (request.ExpiresAt?.UtcDateTime <= now)
            errors.Add("expiresAt", "must be a time in the future");
        errors.ThrowIfAny("key-invalid", "The key", "Send a name and one of the roles reader, submitter, operator.");
        var text = KeyText.Create();
        var row = ApiKeys.Row(text, request.Name.Trim(), request.Role, now, request.ExpiresAt?.UtcDateTime);
        db.Keys.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return Created(row, text);
    }

    /// <summary>Gives a key a new secret. Name, role, limits and everything it made stay; the previous secret stays valid for a while, so
    /// that its users can change over without a gap.</summary>
    /// <exception cref="RefusalException">There is no such key, it is not the caller's to rotate, it was revoked, or
    /// the request is out of range.</exception>
    public async Task<CreatedKey> RotateAsync(Guid id, RotateKeyRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.MayChange(id))
            throw new RefusalException(
                RefusalKind.Forbidden,
                "key-role",
                $"The key '{caller.Name}' may rotate itself alone.",
                $"Rotate it at /api/v1/keys/{caller.KeyId}/rotate, or ask the operator."
            );
        var now = time.GetUtcNow().UtcDateTime;
        var errors = new FieldErrors();
        if (request.OverlapSeconds is < 0 or > LongestOverlap)
            errors.Add("overlapSeconds", $"0 to {LongestOverlap} are expected");
        if (request.ExpiresAt is { } end && end.UtcDateTime <= now)
            errors.Add("expiresAt", "must be a time in the future");
        if (request.ExpiresAt is not null && !caller.IsOperator)
            errors.Add("expiresAt", "only an operator may change the expiry of a key");
        errors.ThrowIfAny("key-invalid", "The rotation", "Correct the field, or leave it out.");

        var text = KeyText.Create();
        var (hash, prefix, newEnd) = (KeyText.Hash(text), KeyText.Prefix(text), request.ExpiresAt?.UtcDateTime);
        var until = now + (request.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Overlap);
        // One statement: of two rotations at once the later wins, and the secret that the other gave is the one before.
        var rotated = await db
            .Keys.Where(candidate => candidate.Id == id && candidate.RevokedAt == null)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.PreviousHash, row => row.Hash)
                        .SetProperty(row => row.PreviousUntil, until)
                        .SetProperty(row => row.Hash, hash)
                        .SetProperty(row => row.Prefix, prefix)
                        .SetProperty(row => row.ExpiresAt, row => newEnd ?? row.ExpiresAt),
                cancellationToken
            );
        var key =
            await db.Keys.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken) ?? throw Unknown(id);
        if (rotated == 0)
            throw RefusalException.Conflict("key-revoked", $"The key '{key.Name}' was revoked.", "Make a new one with POST /api/v1/keys.");
        keys.Forget();
        return Created(key, text);
    }

    /// <summary>Revokes a key; once more changes nothing.</summary>
    /// <exception cref="RefusalException">There is no such key, or it is the caller's own.</exception>
    public async Task RevokeAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.KeyId == id)
            throw RefusalException.Conflict("key-in-use", "A key cannot revoke itself.", "Revoke it with another operator key.");
        var now = time.GetUtcNow().UtcDateTime;
        var revoked = await db
            .Keys.Where(key => key.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, key => key.RevokedAt ?? now), cancellationToken);
        if (revoked == 0)
            throw Unknown(id);
        keys.Forget();
    }

    static CreatedKey Created(ApiKey key, string text) =>
        new(key.Id, key.Name, key.Role, text, key.CreatedAt, key.ExpiresAt, key.PreviousUntil);

    static RefusalException Unknown(Guid id) =>
        RefusalException.NotFound("key", "key-not-found", id.ToString(), "List the keys with GET /api/v1/keys.");
}
