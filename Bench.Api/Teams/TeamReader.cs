using Bench.Data;
using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Teams;

/// <summary>Teams with their members, and what is shared with them.</summary>
internal sealed class TeamReader(BenchDb db)
{
    public async Task<TeamView> ViewAsync(Team team, CancellationToken cancellationToken) =>
        (await SubjectsAsync([team], cancellationToken))[0];

    public async Task<IReadOnlyList<TeamView>> SubjectsAsync(IReadOnlyList<Team> teams, CancellationToken cancellationToken)
    {
        var ids = teams.Select(team => team.Id).ToList();
        var members = await db
            .TeamMembers.AsNoTracking()
            .Where(member => ids.Contains(member.TeamId))
            .Join(db.Keys, member => member.KeyId, key => key.Id, (member, key) => new { member, key.Name })
            .OrderBy(found => found.member.AddedAt)
            .ToListAsync(cancellationToken);
        var byTeam = members.ToLookup(
            found => found.member.TeamId,
            found => new TeamMemberView(found.member.KeyId, found.Name, found.member.IsOwner, found.member.AddedAt)
        );
        return [.. teams.Select(team => new TeamView(team.Id, team.Name, [.. byTeam[team.Id]], team.CreatedAt))];
    }

    /// <summary>Names of the teams that something is shared with; null stands for none.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IEnumerable<Guid?> teams, CancellationToken cancellationToken)
    {
        var ids = teams.OfType<Guid>().Distinct().ToList();
        return ids.Count == 0
            ? new Dictionary<Guid, string>()
            : await db
                .Teams.AsNoTracking()
                .Where(team => ids.Contains(team.Id))
                .ToDictionaryAsync(team => team.Id, team => team.Name, cancellationToken);
    }

    /// <summary>The entries and datasets that are shared with teams, those whose embargo has ended included.</summary>
    public async Task<ILookup<Guid, SharedThing>> SharedAsync(IReadOnlyList<TeamView> teams, CancellationToken cancellationToken)
    {
        var ids = teams.Select(team => (Guid?)team.Id).ToList();
        var models = await db
            .Models.AsNoTracking()
            .Where(model => model.Visibility == Visibility.Team && ids.Contains(model.TeamId))
            .OrderBy(model => model.Name)
            .Select(model => new
            {
                model.Id,
                model.Name,
                model.TeamId,
                model.PublicFrom,
            })
            .ToListAsync(cancellationToken);
        var datasets = await db
            .Datasets.AsNoTracking()
            .Where(dataset => dataset.Visibility == Visibility.Team && ids.Contains(dataset.TeamId))
            .OrderBy(dataset => dataset.Key)
            .Select(dataset => new
            {
                dataset.Key,
                dataset.TeamId,
                dataset.PublicFrom,
            })
            .ToListAsync(cancellationToken);
        return datasets
            .Select(dataset => (dataset.TeamId, new SharedThing(dataset.Key, $"/datasets/{dataset.Key}", dataset.PublicFrom)))
            .Concat(models.Select(model => (model.TeamId, new SharedThing(model.Name, $"/models/{model.Id}", model.PublicFrom))))
            .ToLookup(shared => shared.TeamId!.Value, shared => shared.Item2);
    }
}

/// <summary>A dataset or an entry that a team may see.</summary>
/// <param name="Name">Its key or its name.</param>
/// <param name="Address">Its page.</param>
/// <param name="PublicFrom">When its embargo ends; null for never.</param>
internal sealed record SharedThing(string Name, string Address, DateTime? PublicFrom);
