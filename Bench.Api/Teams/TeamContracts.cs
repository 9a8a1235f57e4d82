namespace Bench.Api.Teams;

/// <param name="Name">1 to 100 characters.</param>
public sealed record CreateTeamRequest(string Name);

/// <param name="Owner">Whether the key may add and remove members.</param>
public sealed record TeamMemberRequest(bool Owner = false);

/// <summary>A team as its members see it.</summary>
/// <param name="Id">What 'sharing.teamId' takes.</param>
/// <param name="Name">What its members know it by.</param>
/// <param name="Members">Keys that belong to it, in the order in which they came.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record TeamView(Guid Id, string Name, IReadOnlyList<TeamMemberView> Members, DateTime CreatedAt);

/// <param name="KeyId">Id of the key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Whether it may add and remove members.</param>
/// <param name="AddedAt">UTC.</param>
public sealed record TeamMemberView(Guid KeyId, string Name, bool Owner, DateTime AddedAt);
