using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Bench.Api.Pages;

/// <summary>Says why a form without its token is refused: mostly it lay open in another tab while its sender signed in or
/// out.</summary>
internal sealed class OutdatedForms : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
            throw new RefusalException(
                RefusalKind.Malformed,
                "form-outdated",
                "The form is not of the session that you have now: you may have signed in or out since you opened it.",
                "Open the page again, sign in if it asks for it, and send the form from there; nothing has been changed."
            );
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
