using Bench.Data.Access;

namespace Bench.Api.Auth;

/// <param name="Name">Whose key it is, 1 to 200 characters.</param>
/// <param name="Role">What it may do.</param>
/// <param name="ExpiresAt">When it expires, UTC; without one it never does.</param>
public sealed record CreateKeyRequest(string Name, Role Role, DateTimeOffset? ExpiresAt = null);

/// <param name="OverlapSeconds">How long the previous secret stays valid, 0 to 2,592,000 (30 days); a day when
/// absent.</param>
/// <param name="ExpiresAt">A new expiry, UTC; without one the expiry stays as it is.</param>
public sealed record RotateKeyRequest(int? OverlapSeconds = null, DateTimeOffset? ExpiresAt = null);

/// <param name="Id">To revoke it by.</param>
/// <param name="Name">Whose key it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Key">The key itself: keep it, it is not shown again.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">When it expires, UTC; null for never.</param>
/// <param name="PreviousUntil">Until when the previous secret stays valid, UTC; null where there is none.</param>
public sealed record CreatedKey(
    Guid Id,
    string Name,
    Role Role,
    string Key,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? PreviousUntil
);

/// <param name="Id">To revoke it by.</param>
/// <param name="Name">Whose key it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Prefix">First characters of the key.</param>
/// <param name="Subject">Issuer and subject of the person who signs in as it at the identity provider; null for a key
/// that somebody holds.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">When it expires, UTC; null for never.</param>
/// <param name="LastUsedAt">Its last request, to about a minute, UTC; null before the first.</param>
/// <param name="PreviousUntil">Until when the secret from before the last rotation stays valid, UTC; null where there
/// is none.</param>
/// <param name="RevokedAt">UTC; null while it is not revoked.</param>
public sealed record KeyView(
    Guid Id,
    string Name,
    Role Role,
    string Prefix,
    string? Subject,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? LastUsedAt,
    DateTime? PreviousUntil,
    DateTime? RevokedAt
);
