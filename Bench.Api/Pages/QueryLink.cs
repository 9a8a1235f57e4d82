using Microsoft.AspNetCore.Http.Extensions;

namespace Bench.Api.Pages;

/// <summary>Links that change a part of the current query string and keep the rest: every view of a page has an address.</summary>
internal static class QueryLink
{
    /// <param name="request">The request whose query string is kept.</param>
    /// <param name="path">Path of the link; null stays on the page.</param>
    /// <param name="changes">Parameters to set; a null value takes one away.</param>
    public static string With(this HttpRequest request, string? path, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = request.Query.Where(pair => pair.Value.Any(value => !string.IsNullOrEmpty(value))).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (name, value) in changes)
            if (value is null) query.Remove(name);
            else query[name] = value;
        return (path ?? request.Path.Value) + new QueryBuilder(query.OrderBy(pair => pair.Key, StringComparer.Ordinal)).ToQueryString();
    }
}
