using Microsoft.AspNetCore.Mvc.Filters;

namespace Bench.Api.Pages;

/// <summary>Pages load nothing from elsewhere, run no inline script and stand in nobody's frame.</summary>
internal sealed class PageHeaders : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
