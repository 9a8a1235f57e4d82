using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Http;

/// <summary>Conditional reads (RFC 9110) for JSON answers: the tag is the hash of the body, so it changes exactly when the answer does.</summary>
internal sealed class EntityTagFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method) || Unwrap(answer) is not IValueHttpResult { Value: { } value } result || result is IStatusCodeHttpResult { StatusCode: not (null or 200) }) return answer;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), BenchJson.Options);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "no-cache";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known == EntityTagHeaderValue.Any || known.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Bytes(body, "application/json; charset=utf-8");
    }

    static object? Unwrap(object? answer) => answer is INestedHttpResult nested ? nested.Result : answer;
}
