using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bench.Service.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Http;

/// <summary>Conditional reads (RFC 9110) for JSON and text answers: the tag is the hash of the body, so it changes
/// exactly when the answer does.</summary>
internal sealed class EntityTagFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method))
            return answer;
        if (Unwrap(answer) is ContentHttpResult { StatusCode: null or 200, ResponseContent: { } text } document)
            return IsKnown(http, Encoding.UTF8.GetBytes(text)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : document;
        if (
            Unwrap(answer) is not IValueHttpResult { Value: { } value } result
            || result is IStatusCodeHttpResult { StatusCode: not (null or 200) }
        )
            return answer;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), BenchJson.Options);
        return IsKnown(http, body)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(body, "application/json; charset=utf-8");
    }

    /// <summary>Marks the answer with its tag, and says whether the reader has it already.</summary>
    static bool IsKnown(HttpContext http, byte[] body)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
        http.Response.Headers.ETag = tag.ToString();
        if (http.Response.Headers.CacheControl.Count == 0)
            http.Response.Headers.CacheControl = "no-cache";
        return http
            .Request.GetTypedHeaders()
            .IfNoneMatch.Any(known => known == EntityTagHeaderValue.Any || known.Compare(tag, useStrongComparison: false));
    }

    static object? Unwrap(object? answer) => answer is INestedHttpResult nested ? nested.Result : answer;
}
