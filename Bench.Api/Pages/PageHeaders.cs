using Bench.Api.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Bench.Api.Pages;

/// <summary>Pages load nothing from elsewhere, run no inline script and stand in nobody's frame.</summary>
internal sealed class PageHeaders : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context) =>
        context.HttpContext.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Page;

    public void OnResultExecuted(ResultExecutedContext context) { }
}
