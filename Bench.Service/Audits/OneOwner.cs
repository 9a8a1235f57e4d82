using Bench.Data;
using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>Which keys count as one owner: a key and its team's, for who works with others has their tries, too. In a team that a dataset
/// was shared with are its readers, each for themselves.</summary>
static class OneOwner
{
    /// <summary>The key itself, and those of its teams.</summary>
    /// <param name="db">The caller's.</param>
    /// <param name="key">The key.</param>
    /// <param name="readers">The team that the dataset was shared with; null where it was shared with none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<List<Guid?>> KeysOfOwnerAsync(this BenchDb db, Guid? key, Guid? readers, CancellationToken cancellationToken)
    {
        var mates = await db.Workmates(readers)
            .Where(mate => db.TeamMembers.Any(mine => mine.TeamId == mate.TeamId && mine.KeyId == key))
            .Select(mate => (Guid?)mate.KeyId)
            .ToListAsync(cancellationToken);
        return [.. mates.Append(key).Distinct()];
    }

    /// <summary>The same for some keys, among themselves: of each its team's, where it is in one.</summary>
    public static async Task<ILookup<Guid, Guid>> KeysOfOwnersAsync(
        this BenchDb db,
        IReadOnlySet<Guid> keys,
        Guid? readers,
        CancellationToken cancellationToken
    )
    {
        var members = await db.Workmates(readers).Select(mate => new { mate.TeamId, mate.KeyId }).ToListAsync(cancellationToken);
        return members
            .Where(member => keys.Contains(member.KeyId))
            .GroupBy(member => member.TeamId, member => member.KeyId)
            .SelectMany(team => team.SelectMany(_ => team, (one, other) => (one, other)))
            .Distinct()
            .ToLookup(pair => pair.one, pair => pair.other);
    }

    /// <summary>An operator's key in a team is there to help: it enters other people's models.</summary>
    static IQueryable<TeamMember> Workmates(this BenchDb db, Guid? readers) =>
        db
            .TeamMembers.AsNoTracking()
            .Where(member => member.TeamId != readers && !db.Keys.Any(key => key.Id == member.KeyId && key.Role == Role.Operator));
}
