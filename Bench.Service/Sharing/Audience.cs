using Bench.Data.Access;

namespace Bench.Service.Sharing;

/// <summary>Who may see an entry or a dataset, and all that was made of it.</summary>
/// <param name="Visibility">public, team (its members), or private (of an entry: its owner; of a dataset: operators).
/// Operators see everything.</param>
/// <param name="TeamId">The team, with the visibility team alone.</param>
/// <param name="PublicFrom">An embargo: from this instant on it is public by itself; null for never.</param>
public sealed record Audience(Visibility Visibility, Guid? TeamId = null, DateTimeOffset? PublicFrom = null)
{
    public static Audience Everybody { get; } = new(Visibility.Public);

    public static Audience Of(Visibility visibility, Guid? teamId, DateTime? publicFrom) =>
        new(visibility, teamId, publicFrom is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);

    /// <summary>As histories and refusals say it.</summary>
    public override string ToString() =>
        Visibility.ToString().ToLowerInvariant()
        + (TeamId is { } team ? $" {team}" : "")
        + (PublicFrom is { } from ? FormattableString.Invariant($", public from {from.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "");
}
