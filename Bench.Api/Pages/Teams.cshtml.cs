using Bench.Api.Teams;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>The teams of the signed-in key: members, what they see, and forms that change both.</summary>
internal sealed class TeamsModel(BenchDb db, TeamBook book, TeamReader reader, TimeProvider time) : BoardPageModel
{
    const int Most = 200;

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The key that is signed in; null for none.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>By name; an operator's are all.</summary>
    public IReadOnlyList<TeamView> Teams { get; private set; } = [];

    public ILookup<Guid, SharedThing> Shared { get; private set; } = Array.Empty<SharedThing>().ToLookup(_ => Guid.Empty);

    /// <summary>Keys that could be added, for operators, who know them all.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Keys { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(string? name, CancellationToken cancellationToken) =>
        ChangeAsync(
            async caller =>
            {
                if (!caller.IsOperator)
                    throw NotAllowed("Operators make teams.", "Ask an operator for a team.");
                await book.AddAsync(name ?? "", cancellationToken);
            },
            cancellationToken
        );

    public Task<IActionResult> OnPostMemberAsync(Guid team, string? key, bool owner, CancellationToken cancellationToken) =>
        ChangeAsync(caller => book.SetMemberAsync(team, Id(key), owner, caller, cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync(Guid team, string? key, CancellationToken cancellationToken) =>
        ChangeAsync(caller => book.RemoveMemberAsync(team, Id(key), caller, cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostEndAsync(Guid team, CancellationToken cancellationToken) =>
        ChangeAsync(
            async caller =>
            {
                if (!caller.IsOperator)
                    throw NotAllowed("Operators end teams.", "Leave it, or ask an operator.");
                await book.RemoveAsync(team, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Reads before it changes, so that a refusal is told on a page that shows the teams.</summary>
    async Task<IActionResult> ChangeAsync(Func<Caller, Task> change, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await change(
            Caller is { Role: >= Role.Submitter } caller
                ? caller
                : throw NotAllowed("Teams are changed with a submitter's or an operator's key.", "Sign in with one at /sign-in.")
        );
        return LocalRedirect("/teams");
    }

    async Task ReadAsync(CancellationToken cancellationToken)
    {
        Caller = Caller.Of(User);
        if (Caller is null)
            return;
        var teams = await book.Of(Caller).AsNoTracking().OrderBy(team => team.Name).Take(Most).ToListAsync(cancellationToken);
        Teams = await reader.SubjectsAsync(teams, cancellationToken);
        Shared = await reader.SharedAsync(Teams, cancellationToken);
        if (!Caller.IsOperator)
            return;
        var keys = await db
            .Keys.AsNoTracking()
            .Where(key => key.RevokedAt == null)
            .OrderBy(key => key.Name)
            .Take(Most)
            .Select(key => new { key.Id, key.Name })
            .ToListAsync(cancellationToken);
        Keys = keys.ConvertAll(key => (key.Id, key.Name));
    }

    static Guid Id(string? key) =>
        Guid.TryParse(key?.Trim(), out var id)
            ? id
            : throw RefusalException.NotFound(
                "key",
                "key-not-found",
                key?.Trim() ?? "",
                "Ask the person for the id of their key: /teams and /sign-in show it to them."
            );

    static RefusalException NotAllowed(string message, string nextStep) => new(RefusalKind.Forbidden, "key-role", message, nextStep);
}
