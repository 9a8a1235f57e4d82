using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Answers;
using Bench.Api.Leaderboard.Plans;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>The leaderboard. Its query string is the API's, so every view is a link and a download.</summary>
[ServiceFilter<KeptPageFilter>]
internal sealed class IndexModel(Boards boards, LeaderboardQuery query, RenderedAnswers answers) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public LeaderboardRequest Wanted { get; set; } = new();

    /// <summary>Null when there is nothing to show yet, or the request was refused.</summary>
    public LeaderboardPart? Part { get; private set; }

    /// <summary>The same rows through the API.</summary>
    public string Download(string path) =>
        HttpContext.Request.With(
            path,
            ("columns", string.Join(',', Part!.Plan.Columns.Select(column => column.Name))),
            ("dataset", Part.Plan.Subject.Dataset)
        );

    /// <summary>Parameters that choose rows, and the place among them.</summary>
    public static readonly string[] Filters =
    [
        "q",
        "tag",
        "architecture",
        "trainingData",
        "precision",
        "minParameters",
        "maxParameters",
        "minMacs",
        "maxMacs",
        "since",
        "verified",
        "bestPerOwner",
        "cursor",
    ];

    /// <summary>Link to the board with all its rows.</summary>
    public string Unfiltered => Request.With(null, [.. Filters.Select(name => (name, (string?)null))]);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        if (Wanted.Dataset is null && subjects.Count == 0)
            return Page();
        Wanted = Wanted.Filled(Request.Query, subjects);
        var plan = LeaderboardPlanner.Plan(Wanted, subjects);
        var etag = plan.ETag(Request.Path, Request.QueryString.Value ?? "", RenderedAnswers.ReaderOf(Request));
        if (HttpContext.IsUnchanged(etag))
            return StatusCode(StatusCodes.Status304NotModified);
        Part = await query.RunAsync(plan, cancellationToken);
        if (Part.Standing is not null)
            return new KeptPage(answers, plan, etag);
        Response.Headers.ETag = default;
        return Page();
    }
}
