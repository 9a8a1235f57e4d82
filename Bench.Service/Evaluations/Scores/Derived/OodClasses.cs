using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>Classes that the folders of out-of-distribution pictures name.</summary>
static class OodClasses
{
    /// <summary>Facet of pictures that show a spurious feature of their folder's class, and not the class.</summary>
    public const string Feature = "feature";

    /// <summary>Number of each picture's class of its own: the first folder below what all paths have in
    /// common.</summary>
    public static int[] Of(DatasetManifest manifest)
    {
        var start = Common([.. manifest.Images.Select(image => image.Path)]);
        var (classes, numbers) = (new Dictionary<string, int>(StringComparer.Ordinal), new int[manifest.Count]);
        for (var image = 0; image < numbers.Length; image++)
        {
            var rest = manifest.Images[image].Path.AsSpan(start);
            var folder = rest.IndexOf('/') is >= 0 and var end ? rest[..end].ToString() : "";
            classes.TryAdd(folder, classes.Count);
            numbers[image] = classes[folder];
        }
        return numbers;
    }

    /// <summary>The class of each picture that it does not show, where the folders say so; else null.</summary>
    public static int[]? SpuriousClasses(DatasetManifest manifest) =>
        manifest.Count > 0 && manifest.Images.All(image => image.OriginalClass is not null && image.Facets[Feature] is not null)
            ? [.. manifest.Images.Select(image => image.OriginalClass!.Value)]
            : null;

    /// <summary>Length of the folders that every path begins with.</summary>
    static int Common(string[] paths)
    {
        if (paths.Length == 0)
            return 0;
        // Paths are in ordinal order: what the first and the last share, all share.
        var (first, last) = (paths[0], paths[^1]);
        return first.AsSpan(0, first.AsSpan().CommonPrefixLength(last)).LastIndexOf('/') + 1;
    }
}
