using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Sharing;

/// <summary>Rules of an audience.</summary>
public sealed class AudienceRules(BenchDb db, TimeProvider time)
{
    /// <summary>Adds what is wrong with it to the errors of the request that names it.</summary>
    /// <param name="audience">Null where the request says nothing.</param>
    /// <param name="caller">Who says so; null for an operator, who may name any team.</param>
    /// <param name="errors">What is wrong with the request so far.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task CheckAsync(Audience? audience, Caller? caller, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (audience is null)
            return;
        if (audience.Visibility == Visibility.Team && audience.TeamId is null)
            errors.Add("sharing.teamId", "must name the team whose members may see it");
        if (audience.Visibility != Visibility.Team && audience.TeamId is not null)
            errors.Add("sharing.teamId", "only the visibility team goes with one");
        if (audience.Visibility == Visibility.Public && audience.PublicFrom is not null)
            errors.Add("sharing.publicFrom", "what is public has no embargo");
        if (audience.PublicFrom <= time.GetUtcNow())
            errors.Add("sharing.publicFrom", "must be a time in the future");
        if (audience.TeamId is { } team && !await MayNameAsync(team, caller, cancellationToken))
            errors.Add("sharing.teamId", $"you belong to no team '{team}'");
    }

    Task<bool> MayNameAsync(Guid team, Caller? caller, CancellationToken cancellationToken) =>
        caller is null or { IsOperator: true }
            ? db.Teams.AnyAsync(known => known.Id == team, cancellationToken)
            : db.TeamMembers.AnyAsync(member => member.TeamId == team && member.KeyId == caller.KeyId, cancellationToken);
}
