namespace Bench.Api.Problems;

/// <summary>Writes a problem as JSON for whoever asked for something else, <c>Accept: text/csv</c> for example: a refusal that nobody can
/// read is better than none, which would be an error of ours.</summary>
/// <remarks>The last of the writers.</remarks>
internal sealed class ProblemForAll : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        ProblemServices.Complete(context.ProblemDetails);
        ProblemServices.Remember(context);
        await context.HttpContext.Response.WriteAsJsonAsync(
            context.ProblemDetails,
            options: null,
            "application/problem+json",
            context.HttpContext.RequestAborted
        );
    }
}
