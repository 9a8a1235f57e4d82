using System.Text.RegularExpressions;

namespace Bench.Service.Claims;

/// <summary>WordNet ids of nouns in texts: <c>n</c> and eight digits that no letter or digit touches. Some systems write names in
/// capitals.</summary>
static partial class WordNetIds
{
    /// <summary>The last one of a path: a file's own name says more than a folder's.</summary>
    public static string? Last(string path) =>
        path.AsSpan().ContainsAny('n', 'N') && Id().Match(path) is { Success: true } match ? Written(match) : null;

    /// <summary>The one that a path has, however often; null where it has several, such as a foreground's and a background's.</summary>
    public static string? Only(string path) =>
        path.AsSpan().ContainsAny('n', 'N')
        && Id().Matches(path).Select(Written).Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var only]
            ? only
            : null;

    static string Written(Match match) => $"n{match.ValueSpan[1..]}";

    [GeneratedRegex(@"(?<![A-Za-z0-9])[nN]\d{8}(?![A-Za-z0-9])", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
