namespace Bench.Service.Access;

/// <summary>What a key has of one limit: its own, or its team's where that leaves less.</summary>
/// <param name="Name">attempts-day, evaluations-day, evaluations-month, evaluations-at-once, device-seconds-day,
/// open-uploads or stored-bytes.</param>
/// <param name="Limit">The most of it.</param>
/// <param name="Used">What is used, things under way included.</param>
/// <param name="ResetAt">When it begins again, UTC; null for what is given back when things end or are deleted.</param>
/// <param name="Team">Name of the team whose keys share the limit; null for the key's own.</param>
public sealed record Balance(string Name, double Limit, double Used, DateTime? ResetAt, string? Team)
{
    public double Left => Math.Max(0, Limit - Used);
}
