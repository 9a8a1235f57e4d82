using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Auth;

/// <summary>Gives a key a new secret. Name, role, limits and everything it made stay; the previous secret stays valid
/// for a while, so that its users can change over without a gap.</summary>
internal sealed class KeyRotation(BenchDb db, ApiKeys keys, TimeProvider time)
{
    const int LongestOverlap = 30 * 24 * 3600;

    static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

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
        return new CreatedKey(key.Id, key.Name, key.Role, text, key.CreatedAt, key.ExpiresAt, key.PreviousUntil);
    }

    public static RefusalException Unknown(Guid id) =>
        RefusalException.NotFound("key", "key-not-found", id.ToString(), "List the keys with GET /api/v1/keys.");
}
