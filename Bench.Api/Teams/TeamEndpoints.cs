using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Service.Access;
using Bench.Service.Sharing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Teams;

internal static class TeamEndpoints
{
    public static RouteGroupBuilder MapTeams(this RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams").ProducesProblem(401).ProducesProblem(403);
        teams
            .MapGet("", List)
            .WithName("ListTeams")
            .WithSummary("The teams that the key belongs to, by name; an operator's key sees all")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(400);
        teams
            .MapGet("/{id}", Get)
            .WithName("GetTeam")
            .WithSummary("A team and its members, for its members")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(404);
        teams
            .MapPost("", Create)
            .RequireAuthorization(AccessServices.Operator)
            .WithName("CreateTeam")
            .WithSummary("Creates a team without members")
            .WithExample("""{ "name": "vision lab" }""")
            .ProducesProblem(409)
            .ProducesProblem(422);
        teams
            .MapPut("/{id}/members/{key}", SetMember)
            .RequireAuthorization(AccessServices.Submitter)
            .WithName("SetTeamMember")
            .WithSummary("Adds a key to a team, or sets whether it is an owner; for the team's owners and operators")
            .WithExample("""{ "owner": false }""")
            .ProducesProblem(404);
        teams
            .MapDelete("/{id}/members/{key}", RemoveMember)
            .RequireAuthorization(AccessServices.Submitter)
            .WithName("RemoveTeamMember")
            .WithSummary("Removes a key from a team; for the team's owners, operators and the key itself")
            .ProducesProblem(404);
        teams
            .MapDelete("/{id}", Delete)
            .RequireAuthorization(AccessServices.Operator)
            .WithName("DeleteTeam")
            .WithSummary("Deletes a team; models and datasets shared with it stay visible to their owners and operators")
            .ProducesProblem(404);
        return api;
    }

    static async Task<Ok<Page<TeamView>>> List(
        [AsParameters] NamedPageRequest page,
        TeamBook book,
        TeamReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var all = await book.Of(Caller.Of(http.User)).AsNoTracking().OrderBy(team => team.Name).ToListAsync(cancellationToken);
        var found = page.Of(all, team => team.Name);
        return TypedResults.Ok(new Page<TeamView>(await reader.SubjectsAsync(found.Items, cancellationToken), found.Next));
    }

    static async Task<Ok<TeamView>> Get(Guid id, TeamBook book, TeamReader reader, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ViewAsync(await book.FindAsync(id, Caller.Of(http.User), cancellationToken), cancellationToken));

    static async Task<Created<TeamView>> Create(CreateTeamRequest request, TeamBook book, CancellationToken cancellationToken)
    {
        var team = await book.AddAsync(request.Name, cancellationToken);
        return TypedResults.Created($"/api/v1/teams/{team.Id}", new TeamView(team.Id, team.Name, [], team.CreatedAt));
    }

    static async Task<Ok<TeamView>> SetMember(
        Guid id,
        Guid key,
        TeamMemberRequest request,
        TeamBook book,
        TeamReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(http.User)!;
        await book.SetMemberAsync(id, key, request.Owner, caller, cancellationToken);
        return TypedResults.Ok(await reader.ViewAsync(await book.FindAsync(id, caller, cancellationToken), cancellationToken));
    }

    static async Task<NoContent> RemoveMember(Guid id, Guid key, TeamBook book, HttpContext http, CancellationToken cancellationToken)
    {
        await book.RemoveMemberAsync(id, key, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> Delete(Guid id, TeamBook book, CancellationToken cancellationToken)
    {
        await book.RemoveAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }
}
