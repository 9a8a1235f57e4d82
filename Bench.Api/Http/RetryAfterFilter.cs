namespace Bench.Api.Http;

/// <summary>Says after how many seconds it is worth asking again, where an answer tells of work that goes on.</summary>
internal sealed class RetryAfterFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (
            (answer is INestedHttpResult nested ? nested.Result : answer) is IStatusCodeHttpResult
            {
                StatusCode: StatusCodes.Status202Accepted
            }
        )
            context.HttpContext.Response.Headers.RetryAfter = "1";
        return answer;
    }
}
