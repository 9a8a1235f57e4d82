namespace Bench.Data.Models;

/// <summary>Words that a model is sorted under: lower case, each once, in order.</summary>
public static class ModelTags
{
    public const int Most = 20;
    public const int Longest = 40;

    /// <summary>A tag is written with letters, digits and <c>- _ . + /</c>, so that a list of them needs no
    /// quotes.</summary>
    public static bool IsValid(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return tag.Length is > 0 and <= Longest && tag.All(letter => char.IsLetterOrDigit(letter) || "-_.+/".Contains(letter));
    }

    /// <summary>As they are stored.</summary>
    public static List<string> Of(IEnumerable<string> tags) =>
        [.. tags.Select(tag => tag.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The tags of a comma-separated list; none of null.</summary>
    public static string[] Split(string? tags) =>
        (tags ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
