using System.Text.Json;
using Bench.Api.Problems;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bench.Api.Pages;

/// <summary>A page over the boards. What cannot be shown is told on the page, with its code and a next step.</summary>
internal abstract class BoardPageModel : PageModel
{
    public Failure? Problem { get; private set; }

    /// <summary>Shows on the page what the handler refuses, an address that cannot be read included.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (ModelState.FirstOrDefault(field => field.Value?.Errors.Count > 0) is { Key: { } field })
        {
            context.Result = Refuse(
                new RefusalException(
                    RefusalKind.Malformed,
                    "query-invalid",
                    $"'{JsonNamingPolicy.CamelCase.ConvertName(field)}' in the address could not be read.",
                    "Take it out of the address, or go back and choose again."
                )
            );
            return;
        }
        var executed = await next();
        if (executed.Exception is not RefusalException refusal)
            return;
        executed.Result = Refuse(refusal);
        executed.ExceptionHandled = true;
    }

    /// <summary>The page of a thing that was here and is not any more.</summary>
    protected PageResult Gone()
    {
        Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }

    PageResult Refuse(RefusalException refusal)
    {
        Response.StatusCode = refusal.Kind.Status();
        Response.Headers.ETag = default;
        Problem = refusal.Failure;
        return Page();
    }
}
