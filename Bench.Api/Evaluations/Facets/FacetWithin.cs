using Bench.Metrics.Numerics;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations.Facets;

/// <summary>A part of a dataset by what its folders say of the images.</summary>
/// <param name="Text">Such as <c>corruption=fog;severity=3</c>.</param>
/// <param name="Images">[N] the images of it.</param>
internal sealed record FacetWithin(string Text, BitSet Images)
{
    /// <param name="text">As a person wrote it; empty or null is all.</param>
    /// <param name="manifest">The dataset.</param>
    /// <returns>Null for all.</returns>
    /// <exception cref="RefusalException">The folders say no such thing.</exception>
    public static FacetWithin? Read(string? text, DatasetManifest manifest)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var choices = Choices(manifest);
        var wanted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Pairs(text))
        {
            if (choices.FirstOrDefault(choice => choice.Name == name) is not { } found)
                throw choices.Count == 0
                    ? RefusalException.NotFound(
                        "facet of the folders",
                        "facet-not-found",
                        name,
                        "This dataset's folders say nothing of its images: ask without 'within'."
                    )
                    : RefusalException.Unknown("facet of the folders", "facet-not-found", name, choices.Select(choice => choice.Name));
            wanted[name] = found.Values.Contains(value)
                ? value
                : throw RefusalException.Unknown($"value of '{name}'", "facet-value-not-found", value, found.Values);
        }
        var images = new BitSet(manifest.Count);
        for (var image = 0; image < manifest.Count; image++)
            images[image] = wanted.All(pair => manifest.Images[image].Facets[pair.Key] == pair.Value);
        return new(string.Join(';', wanted.Select(pair => $"{pair.Key}={pair.Value}")), images);
    }

    /// <summary>One spelling for all texts that <see cref="Read"/> takes for the same part; empty for all.</summary>
    public static string Spelling(string? text) =>
        string.Join(';', Pairs(text ?? "").ToLookup(pair => pair.Name).OrderBy(same => same.Key, StringComparer.Ordinal).Select(Last));

    static string Last(IGrouping<string, (string Name, string Value)> same) => $"{same.Key}={same.Last().Value}";

    static IEnumerable<(string Name, string Value)> Pairs(string text)
    {
        foreach (var pair in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=');
            yield return cut < 0 ? (pair, "") : (pair[..cut].Trim(), pair[(cut + 1)..].Trim());
        }
    }

    /// <summary>The value that a text names for a facet; null for all.</summary>
    public static string? Chosen(string? text, string name) =>
        text?.Split(';').FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>The text with another value of a facet; null for all of the dataset.</summary>
    public static string? With(string? text, string name, string? value)
    {
        var parts = text?.Split(';').Where(pair => !pair.StartsWith(name + "=", StringComparison.Ordinal)) ?? [];
        return string.Join(';', value is null ? parts : parts.Append($"{name}={value}")) is { Length: > 0 } made ? made : null;
    }

    /// <summary>Properties of the images that come from their folders: each name with its values; numbers in ascending
    /// order.</summary>
    public static IReadOnlyList<FacetChoice> Choices(DatasetManifest manifest) =>
        [
            .. manifest
                .Images.Select(image => image.Facets)
                .Distinct()
                .SelectMany(facets => facets.Values)
                .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
                .OrderBy(values => values.Key, StringComparer.Ordinal)
                .Select(values => new FacetChoice(
                    values.Key,
                    [.. values.Distinct(StringComparer.Ordinal).OrderBy(FacetReader.Order).ThenBy(each => each, StringComparer.Ordinal)]
                )),
        ];
}
