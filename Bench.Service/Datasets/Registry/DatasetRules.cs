using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Registry;

/// <summary>Rules of a registration, as far as they can be checked before anything is read.</summary>
public static class DatasetRules
{
    /// <summary>The fields that cannot be accepted, each with the reason.</summary>
    public static IEnumerable<(string Field, string Message)> Broken(string key, string variant, string layout, VariantCatalog variants)
    {
        if (!DatasetKeys.IsKey(key))
            yield return ("key", DatasetKeys.Wanted);
        if (variants.Find(variant) is null)
            yield return (
                "variant",
                $"'{FirstTen.Printable(variant)}' is not known; known are "
                    + $"{string.Join(", ", variants.All.Select(known => known.Key))}"
            );
        if (!DatasetLayouts.All.Contains(layout))
            yield return ("layout", $"'{FirstTen.Printable(layout)}' is not known; known are {string.Join(", ", DatasetLayouts.All)}");
    }
}
