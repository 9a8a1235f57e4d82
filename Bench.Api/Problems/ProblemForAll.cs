namespace Bench.Api.Problems;

/// <summary>Writes a problem as JSON where another type was asked for, <c>Accept: text/csv</c> for example: a refusal in
/// another type is better than none, which would be an error of ours.</summary>
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
