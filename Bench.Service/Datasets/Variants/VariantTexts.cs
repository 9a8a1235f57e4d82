using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Variants;

/// <summary>What a declaration says to people, and the names of its folders.</summary>
static class VariantTexts
{
    const int LongestTitle = 200;
    const int LongestText = 2000;

    /// <summary>Everything that is wrong with them, by field.</summary>
    public static IEnumerable<(string Field, string Message)> Broken(DatasetVariant variant)
    {
        if (!OneLine.IsName(variant.Title, LongestTitle))
            yield return ("title", $"1 to {LongestTitle} printable characters are expected");
        foreach (
            var (field, text) in new[]
            {
                ("citation", variant.Citation),
                ("license", variant.License),
                ("size", variant.Size),
                ("note", variant.Note),
            }
        )
            if (text is not null && !OneLine.IsName(text, LongestText))
                yield return (field, $"1 to {LongestText:N0} printable characters are expected");
        foreach (var (field, address) in new[] { ("source", variant.Source), ("groups.url", variant.Groups?.Url) })
            if (address is not null && !IsAddress(address))
                yield return (field, "an address that begins with https:// or http:// is expected");
        if (variant.Groups is { } groups && (!OneLine.IsName(groups.File, LongestTitle) || Path.GetFileName(groups.File) != groups.File))
            yield return ("groups.file", "the name of a file is expected, without folders");
        foreach (
            var (field, names) in new[]
            {
                ("corruptions", variant.Corruptions.Concat(variant.ExtraCorruptions)),
                ("levels", variant.Levels),
            }.Concat(variant.LevelsOf.Select(own => ("levelsOf", own.Value.AsEnumerable())))
        )
            if (WhyNotFolders([.. names]) is { } reason)
                yield return (field, reason);
    }

    static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && OneLine.IsName(text, LongestText);

    /// <summary>Names of folders that stand next to one another; those of facets, too.</summary>
    static string? WhyNotFolders(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !OneLine.IsName(name, LongestTitle) || name.AsSpan().ContainsAny("/\\;=")) is { } none)
            return $"'{FirstTen.Printable(none)}' is not the name of a folder, without '/', '\\', ';' and '='";
        return names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"'{FirstTen.Printable(twice.Key)}' is there twice"
            : null;
    }
}
