using System.Security.Claims;
using Bench.Data.Access;

namespace Bench.Service.Access;

/// <summary>Whose key asks for something.</summary>
public sealed record Caller(Guid KeyId, string Name, Role Role)
{
    const string KeyClaim = "bench:key";

    /// <summary>Null for a reader without a key.</summary>
    public static Caller? Of(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirst(KeyClaim)?.Value, out var key)
        && Enum.TryParse<Role>(user.FindFirst(ClaimTypes.Role)?.Value, out var role)
            ? new Caller(key, user.Identity?.Name ?? "", role)
            : null;

    public bool IsOperator => Role == Role.Operator;

    /// <summary>Whether the caller may change what that key made.</summary>
    public bool MayChange(Guid? ownerKeyId) => IsOperator || ownerKeyId == KeyId;

    public ClaimsPrincipal ToPrincipal(string scheme) =>
        new(
            new ClaimsIdentity(
                [new Claim(KeyClaim, KeyId.ToString()), new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role.ToString())],
                scheme
            )
        );
}
