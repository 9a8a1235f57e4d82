using System.Globalization;
using Bench.Service.Sharing;

namespace Bench.Api.Teams;

/// <summary>Choices of the fields that say who may see something.</summary>
/// <param name="Who">The choice that is made so far, as <see cref="AudienceForm"/> writes it.</param>
/// <param name="PublicFrom">Text of the embargo field.</param>
/// <param name="Teams">Teams that may be chosen: id and name.</param>
/// <param name="Private">Who sees it when it is private.</param>
internal sealed record AudienceChoice(string Who, string? PublicFrom, IReadOnlyList<(Guid Id, string Name)> Teams, string Private)
{
    /// <summary>The stored audience, to be changed. A team that is not among those to choose is offered too: it is
    /// chosen now.</summary>
    public static AudienceChoice Of(Audience stored, string? team, IReadOnlyList<(Guid Id, string Name)> teams, string whenPrivate) =>
        new(
            AudienceForm.Value(stored),
            stored.PublicFrom?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            stored.TeamId is { } id && teams.All(known => known.Id != id) ? [.. teams, (id, team ?? "a team")] : teams,
            whenPrivate
        );
}
