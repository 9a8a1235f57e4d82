using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>The first rows of a board for a frame in another page. Its query string is the leaderboard's.</summary>
internal sealed class EmbedModel(Boards boards, LeaderboardQuery query) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public LeaderboardRequest Wanted { get; set; } = new();

    /// <summary>Null when there is nothing to show yet.</summary>
    public LeaderboardPart? Part { get; private set; }

    /// <summary>The same view on the leaderboard's page.</summary>
    public IEnumerable<(string Name, string? Value)> Query =>
        Request.Query.Where(pair => pair.Key != "limit").Select(pair => (pair.Key, (string?)pair.Value.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        if (subjects.Count == 0)
            return Page();
        var request = Wanted.Filled(Request.Query, subjects);
        Part = await query.RunAsync(
            LeaderboardPlanner.Plan(request with { Limit = request.Limit ?? EmbedEndpoints.Rows }, subjects),
            cancellationToken
        );
        return Page();
    }
}
