using Bench.Api.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Bench.Api.Pages;

/// <summary>Pages load nothing from elsewhere, run no inline script and are framed by nobody, but for those made to be
/// framed.</summary>
internal sealed class PageHeaders : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context) =>
        context.HttpContext.Response.Headers.ContentSecurityPolicy = context.HttpContext.Request.Path.StartsWithSegments(
            EmbedEndpoints.Root
        )
            ? EmbedEndpoints.Policy
            : SecurityHeaders.Page;

    public void OnResultExecuted(ResultExecutedContext context) { }
}
