using Bench.Api.Leaderboard;
using Bench.Api.Problems;
using Bench.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bench.Api.Pages;

/// <summary>A page over the boards. What cannot be shown is told on the page, with its code and a next step.</summary>
internal abstract class BoardPageModel : PageModel
{
    public Failure? Problem { get; private set; }

    protected PageResult Refuse(ReadProblem problem)
    {
        Response.StatusCode = problem.Status;
        Response.Headers.ETag = default;
        Problem = problem.Failure;
        return Page();
    }

    protected PageResult Refuse(RefusalException refusal) => Refuse(new ReadProblem(refusal.Status, refusal.Failure));

    /// <summary>The first parameter of the query string that could not be read.</summary>
    protected ReadProblem Unreadable() =>
        new(StatusCodes.Status400BadRequest, new Failure("query-invalid", $"'{ModelState.First(field => field.Value?.Errors.Count > 0).Key}' in the address could not be read.", "Take it out of the address, or go back and choose again."));
}
