using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Answers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Bench.Api.Pages;

/// <summary>Sends a page that is kept before its address is read and its model made: most of what a page
/// costs.</summary>
internal sealed class KeptPageFilter(RenderedAnswers answers) : IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (await answers.FindAsync(http.Request, http.RequestAborted) is { } known)
            context.Result = http.IsUnchanged(known.ETag)
                ? new StatusCodeResult(StatusCodes.Status304NotModified)
                : new FileContentResult(known.Body, known.ContentType);
        else
            await next();
    }
}
