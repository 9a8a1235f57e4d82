using Bench.Data.Access;

namespace Bench.Api.Auth;

/// <param name="Name">Whose key it is, 1 to 200 characters.</param>
/// <param name="Role">What it may do.</param>
public sealed record CreateKeyRequest(string Name, Role Role);

/// <param name="Id">To revoke it by.</param>
/// <param name="Name">Whose key it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Key">The key itself: keep it, it is not shown again.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record CreatedKey(Guid Id, string Name, Role Role, string Key, DateTime CreatedAt);

/// <param name="Id">To revoke it by.</param>
/// <param name="Name">Whose key it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Prefix">First characters of the key.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="RevokedAt">UTC; null while it opens.</param>
public sealed record KeyView(Guid Id, string Name, Role Role, string Prefix, DateTime CreatedAt, DateTime? RevokedAt);
