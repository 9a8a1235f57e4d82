using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Claims;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;

namespace Bench.Service.Evaluations.Review;

/// <summary>Corruption trees whose highest level is easier than the lowest: levels that were numbered from the worst,
/// whose names say no order (high, low, medium), or whose rows were exchanged.</summary>
static class SeverityOrder
{
    /// <param name="manifest">The dataset.</param>
    /// <param name="correct">[N] whether each image's answer is right.</param>
    public static Check? Of(DatasetManifest manifest, bool[] correct)
    {
        if (CorruptionTree.Of(manifest) is not { } tree || HasLevelsWithoutOrder(manifest))
            return null;
        var (net, easier, corruptions) = (new int[tree.Pictures], 0, 0);
        foreach (var corruption in Enumerable.Range(0, correct.Length).GroupBy(image => tree.Corruption[image]))
        {
            var (lowest, highest) = (corruption.Min(image => tree.Severity[image]), corruption.Max(image => tree.Severity[image]));
            if (lowest == highest)
                continue;
            var mildest = corruption.Where(image => tree.Severity[image] == lowest).ToLookup(image => tree.Picture[image]);
            var more = 0;
            foreach (var image in corruption.Where(image => tree.Severity[image] == highest))
            foreach (var mild in mildest[tree.Picture[image]])
            {
                var gain = (correct[image] ? 1 : 0) - (correct[mild] ? 1 : 0);
                (more, net[tree.Picture[image]]) = (more + gain, net[tree.Picture[image]] + gain);
            }
            (easier, corruptions) = (easier + (more > 0 ? 1 : 0), corruptions + 1);
        }
        // A picture is under every corruption, and is hard or easy under most alike: it counts once.
        var (gained, lost) = (net.Count(each => each > 0), net.Count(each => each < 0));
        return 2 * easier <= corruptions || !OrderEvidence.IsClear(gained, lost)
            ? null
            : Check.Warning(
                CheckCodes.SeverityOrderDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{gained:N0} pictures are right under more corruptions at the highest level than at the lowest, and {lost:N0} under "
                )
                    + "fewer: levels may be numbered from the worst, be named without an order, or have each other's rows. "
                    + "Numbers by severity are then not what they say."
            );
    }

    /// <summary>Of a known variant, levels that are no plain numbers are settings of a camera, or in an order of their
    /// authors'.</summary>
    static bool HasLevelsWithoutOrder(DatasetManifest manifest) =>
        manifest.Variant != DatasetVariants.CustomKey && !char.IsAsciiDigit(manifest.Images[0].Facets[FacetNames.Severity]![0]);
}
