using Bench.Api.Metrics;
using Bench.Data.Access;
using Bench.Service.Sharing;

namespace Bench.Api.Teams;

/// <summary>Who may see something, in words.</summary>
internal static class AudienceText
{
    /// <returns>"private", "team vision lab", and when an embargo ends; null for what everybody may see.</returns>
    /// <param name="audience">As it is stored.</param>
    /// <param name="team">Name of the team; null where it is not known.</param>
    /// <param name="now">An embargo that has ended leaves no restriction.</param>
    public static string? Restricted(Audience audience, string? team, DateTimeOffset now)
    {
        if (audience.Visibility == Visibility.Public || audience.PublicFrom <= now)
            return null;
        var who =
            audience.Visibility == Visibility.Private ? "private"
            : team is null ? "a team"
            : $"team {team}";
        return audience.PublicFrom is { } from ? $"{who} until {NumberText.Minute(from.UtcDateTime)}" : who;
    }
}
