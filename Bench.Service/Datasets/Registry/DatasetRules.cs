using System.Text.RegularExpressions;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Registry;

/// <summary>What a registration may say, as far as it can be judged before anything is read.</summary>
public static partial class DatasetRules
{
    /// <summary>The fields that cannot be accepted, each with the reason.</summary>
    public static IEnumerable<(string Field, string Message)> Broken(string key, string variant, string layout)
    {
        if (!KeyShape().IsMatch(key))
            yield return ("key", "1 to 100 lower-case letters, digits, '.', '_' and '-' are wanted, beginning with a letter or digit");
        if (DatasetVariants.All.All(known => known.Key != variant))
            yield return (
                "variant",
                $"'{FirstTen.Printable(variant)}' is not known; known are "
                    + $"{string.Join(", ", DatasetVariants.All.Select(known => known.Key))}"
            );
        if (!LayoutIds.All.Contains(layout))
            yield return ("layout", $"'{FirstTen.Printable(layout)}' is not known; known are {string.Join(", ", LayoutIds.All)}");
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex KeyShape();
}
