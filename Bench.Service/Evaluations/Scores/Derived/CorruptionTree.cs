using System.Globalization;
using System.Text.RegularExpressions;
using Bench.Metrics.Robustness;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>Reads corruption, severity and picture off a manifest.</summary>
public static partial class CorruptionTree
{
    const int MostLevels = 99;

    static readonly Dictionary<string, double> None = [];

    /// <summary>Null when the dataset is no corruption tree.</summary>
    /// <param name="manifest">The dataset.</param>
    /// <param name="clean">Finds images of the clean dataset; null when there is none.</param>
    /// <param name="yardstick">Errors that its variant declares its numbers to be measured against.</param>
    public static CorruptedImages? Of(
        DatasetManifest manifest,
        ImageIndex? clean = null,
        IReadOnlyDictionary<string, double>? yardstick = null
    )
    {
        if (manifest.Copies is not { IsFilms: false } copies)
            return null;
        var (corruption, severity) = (new string[manifest.Count], new int[manifest.Count]);
        var places = Places(manifest);
        for (var i = 0; i < manifest.Count; i++)
        {
            var image = manifest.Images[i];
            corruption[i] = image.Facets[FacetNames.Corruption]!;
            severity[i] = places[(corruption[i], image.Facets[FacetNames.Severity]!)];
        }
        return new CorruptedImages
        {
            Corruption = corruption,
            Severity = severity,
            Picture = copies.Of,
            Pictures = copies.Count,
            Levels = places
                .Where(place => place.Key.Level != place.Value.ToString(CultureInfo.InvariantCulture))
                .ToDictionary(place => (place.Key.Corruption, place.Value), place => place.Key.Level),
            Yardstick = yardstick ?? None,
            WhyNoYardstick = manifest.Generation is null
                ? null
                : "the pictures were generated here, and AlexNet's errors are over the authors' files: compare mean-corruption errors",
            CleanImage = clean is null ? [] : [.. copies.Names.Select(name => Math.Max(-1, clean.Find(name)))],
        };
    }

    /// <summary>Severity of each level: the number itself where all levels of the tree are whole numbers, else the rank
    /// among the levels of its corruption, by the numbers in their names.</summary>
    static Dictionary<(string Corruption, string Level), int> Places(DatasetManifest manifest)
    {
        var levels = manifest
            .Images.Select(image => image.Facets)
            .Distinct()
            .Select(facets => (Corruption: facets[FacetNames.Corruption]!, Level: facets[FacetNames.Severity]!))
            .Distinct()
            .ToList();
        if (levels.TrueForAll(each => ClassIndexText.TryParse(each.Level, out var number) && number is > 0 and <= MostLevels))
            return levels.ToDictionary(each => each, each => int.Parse(each.Level, CultureInfo.InvariantCulture));
        return levels
            .GroupBy(each => each.Corruption)
            .SelectMany(group => group.OrderBy(each => NumberIn(each.Level)).ThenBy(each => each.Level, StringComparer.Ordinal).Index())
            .ToDictionary(ranked => ranked.Item, ranked => ranked.Index + 1);
    }

    /// <summary>The last number in a level's name: 2.35 of <c>2.35</c>, 3 of <c>intensity_level_3</c>; 0 of a
    /// word.</summary>
    static double NumberIn(string level) =>
        Number().Matches(level) is { Count: > 0 } found ? double.Parse(found[^1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
