using System.Globalization;
using Bench.Data.Access;
using Bench.Service.Refusals;
using Bench.Service.Sharing;

namespace Bench.Api.Teams;

/// <summary>Who may see something, as the fields of a form say it.</summary>
internal static class AudienceForm
{
    /// <summary>public, private, or team: and the team's id.</summary>
    public const string Who = "audience";

    /// <summary>End of the embargo in UTC, as a browser's field for date and time sends it.</summary>
    public const string PublicFrom = "publicFrom";

    const string Team = "team:";

    /// <returns>Null where the form says nothing.</returns>
    /// <exception cref="RefusalException">It names no audience, or no instant.</exception>
    public static Audience? Read(string? who, string? publicFrom)
    {
        if (string.IsNullOrWhiteSpace(who))
            return null;
        DateTimeOffset? from =
            string.IsNullOrWhiteSpace(publicFrom) ? null
            : DateTimeOffset.TryParse(publicFrom, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : throw Invalid($"'{publicFrom}' is not a date with a time.", "Write it like 2027-03-01T09:00, in UTC.");
        return who switch
        {
            "public" => new Audience(Visibility.Public, null, from),
            "private" => new Audience(Visibility.Private, null, from),
            _ when who.StartsWith(Team, StringComparison.Ordinal) && Guid.TryParse(who[Team.Length..], out var team) => new Audience(
                Visibility.Team,
                team,
                from
            ),
            _ => throw Invalid($"'{who}' is not an audience.", "Choose everybody, one of your teams, or only yourself."),
        };
    }

    /// <summary>The value of the choice that an audience is.</summary>
    public static string Value(Audience audience) =>
        audience.Visibility == Visibility.Team ? Team + audience.TeamId : audience.Visibility.ToString().ToLowerInvariant();

    public static string Value(Guid team) => Team + team;

    static RefusalException Invalid(string message, string nextStep) => RefusalException.Invalid("manifest-invalid", message, nextStep);
}
