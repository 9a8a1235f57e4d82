using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>The leaderboard. Its query string is the API's, so every view is a link and a download.</summary>
[ServiceFilter<KeptPageFilter>]
internal sealed class IndexModel(Boards boards, LeaderboardQuery query, RenderedAnswers answers) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public LeaderboardRequest Wanted { get; set; } = new();

    /// <summary>Null when there is nothing to show yet, or the request was refused.</summary>
    public LeaderboardView? View { get; private set; }

    /// <summary>The same rows through the API.</summary>
    public string Download(string path) =>
        HttpContext.Request.With(
            path,
            ("columns", string.Join(',', View!.Plan.Columns.Select(column => column.Name))),
            ("dataset", View.Plan.View.Dataset)
        );

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var views = await boards.ViewsAsync(cancellationToken);
        if (Wanted.Dataset is null && views.Count == 0)
            return Page();
        Wanted = Filled(views);
        var plan = LeaderboardPlanner.Plan(Wanted, views);
        var etag = plan.ETag(Request.Path, Request.QueryString.Value ?? "");
        if (HttpContext.IsUnchanged(etag))
            return StatusCode(StatusCodes.Status304NotModified);
        View = await query.RunAsync(plan, cancellationToken);
        if (View.Standing is not null)
            return new KeptPage(answers, plan, etag);
        Response.Headers.ETag = default;
        return Page();
    }

    /// <summary>What the address leaves open is the first named board, and where a named board has this ranking, its columns.</summary>
    LeaderboardRequest Filled(IReadOnlyList<BoardView> views)
    {
        var presets = BoardPreset.For(views);
        var wanted = Wanted with
        {
            Dataset = Wanted.Dataset ?? presets[0].View.Dataset,
            // The form of columns sends each ticked one by itself.
            Columns = Request.Query.TryGetValue("columns", out var columns) ? columns.ToString() : null,
        };
        var view = LeaderboardPlanner.View(views, wanted.Dataset, wanted.LabelSet);
        var metric = wanted.Metric ?? view.Headline;
        return wanted with
        {
            Columns =
                wanted.Columns
                ?? string.Join(
                    ',',
                    presets.FirstOrDefault(preset => preset.View == view && preset.Metric == metric)?.Columns ?? Usual(view, metric)
                ),
        };
    }

    /// <summary>Further columns of a page that does not name any.</summary>
    static IReadOnlyList<string> Usual(BoardView view, string metric) =>
        [.. (view.OutOfDistribution ? view.Offered : MetricDirectory.Usual).Select(column => column.Id).Where(column => column != metric)];
}
