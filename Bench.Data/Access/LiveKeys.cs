namespace Bench.Data.Access;

public static class LiveKeys
{
    /// <summary>Keys that open something at this instant: neither revoked nor at their end.</summary>
    public static IQueryable<ApiKey> Live(this IQueryable<ApiKey> keys, DateTime now) =>
        keys.Where(key => key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now));
}
