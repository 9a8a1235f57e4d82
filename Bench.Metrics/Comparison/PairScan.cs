using Bench.Metrics.Numerics;

namespace Bench.Metrics.Comparison;

/// <summary>Counts the disagreements of every pair of models, tile by tile so that bit sets stay in cache.</summary>
internal static class PairScan
{
    const int Tile = 32;

    /// <param name="models">All over one list of images.</param>
    /// <param name="parallel">On how many threads.</param>
    /// <param name="visit">Gets the pairs (First &lt; Second) of one tile; called from several threads at once.</param>
    public static void ForEachTile(IReadOnlyList<ImageOutcomes> models, ParallelOptions parallel, Action<ReadOnlySpan<ModelPair>> visit)
    {
        var masks = DistinctMasks(models, out var maskOf);
        var tiles = (models.Count + Tile - 1) / Tile;
        var rightUnder = RightUnder(models, masks, parallel);
        Parallel.For(
            0,
            tiles * tiles,
            parallel,
            tile =>
            {
                var (row, column) = (tile / tiles * Tile, tile % tiles * Tile);
                if (column < row)
                    return;
                var pairs = new List<ModelPair>(Tile * Tile);
                for (var first = row; first < Math.Min(row + Tile, models.Count); first++)
                for (var second = Math.Max(column, first + 1); second < Math.Min(column + Tile, models.Count); second++)
                {
                    // Correct is a subset of used, so |A right, B used| − |both right| counts the shared images that
                    // only A gets right.
                    var both = IntersectionCount.Of(models[first].Correct.Words, models[second].Correct.Words);
                    pairs.Add(new(first, second, rightUnder[first][maskOf[second]] - both, rightUnder[second][maskOf[first]] - both));
                }
                visit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pairs));
            }
        );
    }

    // A board has few distinct masks, mostly one: each model is counted under each of them once instead of once a pair.
    static int[][] RightUnder(IReadOnlyList<ImageOutcomes> models, List<BitSet> masks, ParallelOptions parallel)
    {
        var counts = new int[models.Count][];
        Parallel.For(
            0,
            models.Count,
            parallel,
            model =>
            {
                counts[model] = new int[masks.Count];
                for (var mask = 0; mask < masks.Count; mask++)
                    counts[model][mask] = IntersectionCount.Of(models[model].Correct.Words, masks[mask].Words);
            }
        );
        return counts;
    }

    static List<BitSet> DistinctMasks(IReadOnlyList<ImageOutcomes> models, out int[] maskOf)
    {
        var masks = new List<BitSet>();
        var byHash = new Dictionary<int, List<int>>();
        maskOf = new int[models.Count];
        for (var model = 0; model < models.Count; model++)
        {
            var used = models[model].Used;
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(used.Words));
            var key = hash.ToHashCode();
            if (!byHash.TryGetValue(key, out var candidates))
                byHash[key] = candidates = [];
            var known = candidates.FindIndex(mask => masks[mask].Words.SequenceEqual(used.Words));
            if (known < 0)
            {
                known = candidates.Count;
                candidates.Add(masks.Count);
                masks.Add(used);
            }
            maskOf[model] = candidates[known];
        }
        return masks;
    }
}
