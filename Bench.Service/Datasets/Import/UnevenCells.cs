using Bench.Data.Outcomes;
using Bench.Metrics.Numerics;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Corruptions at a level, or perturbations, that do not show all pictures of the tree: a copy that was broken
/// off, say. Their errors are over other pictures than the rest's, and a mean of them compares unlike things.</summary>
static class UnevenCells
{
    /// <summary>Share of the pictures that a cell shows from which on what lacks hardly moves a mean.</summary>
    const double NearlyAll = 0.99;

    /// <param name="manifest">The dataset.</param>
    /// <returns>A note where few pictures lack, a warning where many do; null where every cell shows every
    /// picture.</returns>
    public static Check? Of(DatasetManifest manifest)
    {
        if (manifest.Copies is not { } copies)
            return null;
        var shown = new Dictionary<FacetSet, BitSet>();
        for (var image = 0; image < manifest.Count; image++)
        {
            var cell = manifest.Images[image].Facets;
            if (!shown.TryGetValue(cell, out var pictures))
                shown[cell] = pictures = new BitSet(copies.Count);
            pictures[copies.Of[image]] = true;
        }
        var uneven = shown
            .Select(each => (Cell: each.Key, Pictures: each.Value.PopCount()))
            .Where(each => each.Pictures < copies.Count)
            .OrderBy(each => each.Pictures)
            .ToList();
        if (uneven.Count == 0)
            return null;
        var (fewest, least) = uneven[0];
        var message =
            $"{uneven.Count:N0} of {shown.Count:N0} {(copies.IsFilms ? "perturbations" : "corruptions at a level")} do not show all "
            + $"{Counted.Of(copies.Count, "picture")} of the tree; {FirstTen.Printable($"{fewest}")} shows {least:N0}. Errors are over "
            + "different pictures there, and means over them compare unlike things.";
        return least < NearlyAll * copies.Count
            ? Check.Warning(CheckCodes.CellsUneven, message)
            : Check.Note(CheckCodes.CellsUneven, message);
    }
}
