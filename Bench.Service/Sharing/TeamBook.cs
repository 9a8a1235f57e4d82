using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Sharing;

/// <summary>Teams and who belongs to them. A team is shown to its members and to operators alone.</summary>
public sealed class TeamBook(BenchDb db, TimeProvider time)
{
    const int LongestName = 100;

    /// <exception cref="RefusalException">The name is none, or taken.</exception>
    public async Task<Team> AddAsync(string name, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (!OneLine.IsName(name.Trim(), LongestName))
            errors.Add("name", $"1 to {LongestName} printable characters are expected");
        errors.ThrowIfAny("team-invalid", "The team", "Send a name that its members know it by.");
        var team = new Team
        {
            Id = Guid.CreateVersion7(),
            Name = name.Trim(),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Teams.Add(team);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            throw RefusalException.Conflict("team-exists", $"There is a team '{team.Name}' already.", "Choose another name.");
        }
        return team;
    }

    /// <summary>The caller's teams by name; an operator's are all.</summary>
    public IQueryable<Team> Of(Caller? caller)
    {
        var key = caller?.KeyId;
        return caller is { IsOperator: true }
            ? db.Teams
            : db.Teams.Where(team => db.TeamMembers.Any(member => member.TeamId == team.Id && member.KeyId == key));
    }

    /// <exception cref="RefusalException">There is no such team that the caller belongs to.</exception>
    public async Task<Team> FindAsync(Guid id, Caller? caller, CancellationToken cancellationToken) =>
        await Of(caller).AsNoTracking().SingleOrDefaultAsync(team => team.Id == id, cancellationToken) ?? throw Unknown(id);

    /// <summary>Adds a key to a team, or says again whether it owns it.</summary>
    /// <exception cref="RefusalException">There is no such team or key, or the team is not the caller's to
    /// change.</exception>
    public async Task SetMemberAsync(Guid id, Guid key, bool isOwner, Caller caller, CancellationToken cancellationToken)
    {
        await RequireOwnerAsync(id, caller, cancellationToken);
        if (!await db.Keys.AnyAsync(known => known.Id == key && known.RevokedAt == null, cancellationToken))
            throw RefusalException.NotFound("key", "key-not-found", key.ToString(), "Ask the person for the id that came with their key.");
        if (await db.TeamMembers.SingleOrDefaultAsync(one => one.TeamId == id && one.KeyId == key, cancellationToken) is { } known)
            known.IsOwner = isOwner;
        else
            db.TeamMembers.Add(
                new TeamMember
                {
                    TeamId = id,
                    KeyId = key,
                    IsOwner = isOwner,
                    AddedAt = time.GetUtcNow().UtcDateTime,
                }
            );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            // Another request added it at the same time: it is a member, which is what was asked for.
            await db
                .TeamMembers.Where(member => member.TeamId == id && member.KeyId == key)
                .ExecuteUpdateAsync(set => set.SetProperty(member => member.IsOwner, isOwner), cancellationToken);
        }
    }

    /// <summary>Takes a key out of a team; its members may leave. What it shared with the team stays
    /// shared.</summary>
    /// <inheritdoc cref="SetMemberAsync"/>
    public async Task RemoveMemberAsync(Guid id, Guid key, Caller caller, CancellationToken cancellationToken)
    {
        if (key == caller.KeyId)
            await FindAsync(id, caller, cancellationToken);
        else
            await RequireOwnerAsync(id, caller, cancellationToken);
        await db.TeamMembers.Where(member => member.TeamId == id && member.KeyId == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends a team. What was shared with it is its owners' alone from then on, or operators'.</summary>
    /// <exception cref="RefusalException">There is no such team.</exception>
    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Teams.Where(team => team.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
            throw Unknown(id);
    }

    async Task RequireOwnerAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var team = await FindAsync(id, caller, cancellationToken);
        if (
            !caller.IsOperator
            && !await db.TeamMembers.AnyAsync(
                member => member.TeamId == id && member.KeyId == caller.KeyId && member.IsOwner,
                cancellationToken
            )
        )
            throw RefusalException.NotOwner(
                $"The key '{caller.Name}' does not own the team '{team.Name}'.",
                "Ask an owner of the team or an operator."
            );
    }

    static RefusalException Unknown(Guid id) =>
        RefusalException.NotFound("team", "team-not-found", id.ToString(), "List your teams with GET /api/v1/teams.");
}
