using Microsoft.AspNetCore.Mvc.Filters;

namespace Bench.Api.Pages;

/// <summary>Pages load nothing from elsewhere, run no inline script and stand in nobody's frame.</summary>
internal sealed class PageHeaders : IAlwaysRunResultFilter
{
    public const string Policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public void OnResultExecuting(ResultExecutingContext context) => context.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;

    public void OnResultExecuted(ResultExecutedContext context) { }
}
