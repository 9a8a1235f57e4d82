using Bench.Api.Leaderboard.Answers;
using Bench.Api.Leaderboard.Plans;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bench.Api.Pages;

/// <summary>Renders a page into memory, keeps it for the next request, and sends it.</summary>
internal sealed class KeptPage(RenderedAnswers answers, LeaderboardPlan plan, string etag) : PageResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var wire = response.Body;
        using var page = new MemoryStream();
        response.Body = page;
        try
        {
            await base.ExecuteResultAsync(context);
        }
        finally
        {
            response.Body = wire;
        }
        var body = page.ToArray();
        if (response.StatusCode == StatusCodes.Status200OK)
            answers.Keep(context.HttpContext.Request, new RenderedAnswer(plan, etag, body, "text/html; charset=utf-8"));
        response.ContentLength = body.Length;
        await wire.WriteAsync(body, context.HttpContext.RequestAborted);
    }
}
