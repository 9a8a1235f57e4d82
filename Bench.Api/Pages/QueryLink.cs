using Microsoft.AspNetCore.Http.Extensions;

namespace Bench.Api.Pages;

/// <summary>Links that change a part of the current query string and keep the rest: every view of a page has an
/// address.</summary>
internal static class QueryLink
{
    /// <param name="request">The request whose query string is kept.</param>
    /// <param name="path">Path of the link; null stays on the page.</param>
    /// <param name="changes">Parameters to set; a null value takes one away.</param>
    public static string With(this HttpRequest request, string? path, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = request
            .Query.Where(pair => pair.Value.Any(value => !string.IsNullOrEmpty(value)))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (name, value) in changes)
            if (value is null)
                query.Remove(name);
            else
                query[name] = value;
        return (path ?? request.Path.Value) + new QueryBuilder(query.OrderBy(pair => pair.Key, StringComparer.Ordinal)).ToQueryString();
    }

    /// <summary>A link of these parameters alone; a null value is left out.</summary>
    public static string To(string path, params IEnumerable<(string Name, string? Value)> query) =>
        path
        + new QueryBuilder(
            query.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!))
        ).ToQueryString();

    /// <summary>Parameters that a form carries along so that it changes its own only.</summary>
    /// <param name="request">The request whose query string is kept.</param>
    /// <param name="changed">Parameters that the form itself sends.</param>
    public static IEnumerable<(string Name, string Value)> Others(this HttpRequest request, params IReadOnlyList<string> changed) =>
        request
            .Query.Where(pair => !changed.Contains(pair.Key))
            .SelectMany(pair => pair.Value.Where(value => !string.IsNullOrEmpty(value)).Select(value => (pair.Key, value!)));
}
