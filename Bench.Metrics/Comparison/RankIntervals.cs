using System.Collections.Concurrent;

namespace Bench.Metrics.Comparison;

/// <summary>Rank intervals and tie groups of a whole board from per-image outcomes.</summary>
/// <remarks>
/// Every pair of models is compared by McNemar's exact test over the images that both use, and Holm's step-down
/// procedure over all m = M (M − 1) / 2 pairs decides which differ, so that with probability ≥ 1 − α no pair at all is
/// called different by chance. The rank interval of a model is [1 + #significantly better, M − #significantly worse];
/// with probability ≥ 1 − α all intervals hold the true ranks at once (Mogstad et al., "Inference for ranks", 2024,
/// build theirs in the same way). When all models use the same images, Low ≤ Rank ≤ High. Tie groups cut the board,
/// read from the top, into runs: a model opens a new group when it is significantly worse than the model that opened
/// the current one. Two models in one group may still differ significantly from each other when neither opened it:
/// being tied is not transitive, groups are. A model without used images differs from no other: rank 0, interval [1, M],
/// listed last. Cost: M² / 2 intersections of bit sets, in parallel; p-values only for pairs that sure bounds leave
/// open. M = 0 gives no intervals, M = 1 gives [1, 1].
/// </remarks>
public static class RankIntervals
{
    /// <param name="models">The board in any order; all over one list of images.</param>
    /// <param name="familyWise">α, the family-wise error rate, in (0, 1).</param>
    /// <param name="threads">Most threads to take; −1 for all cores. The result does not depend on it.</param>
    /// <returns>One interval for each model, in the order given.</returns>
    /// <exception cref="ArgumentException">The outcomes are over lists of different length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">α is not in (0, 1).</exception>
    public static RankInterval[] Compute(IReadOnlyList<ImageOutcomes> models, double familyWise = 0.05, int threads = -1)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (familyWise is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(familyWise), familyWise, "the family-wise error rate lies in (0, 1)");
        foreach (var model in models)
            models[0].RequireSameImages(model);

        var better = Compare(models, familyWise, new ParallelOptions { MaxDegreeOfParallelism = threads });
        var (low, high) = Count(better, models.Count);
        var order = Enumerable
            .Range(0, models.Count)
            .OrderByDescending(i => double.IsNaN(models[i].Accuracy) ? -1 : models[i].Accuracy)
            .ToArray();

        var intervals = new RankInterval[models.Count];
        int group = 0,
            leader = -1,
            rank = 0;
        for (var place = 0; place < order.Length; place++)
        {
            var model = order[place];
            if (leader < 0 || better[leader * models.Count + model])
            {
                group++;
                leader = model;
            }
            var accuracy = models[model].Accuracy;
            if (place == 0 || accuracy != models[order[place - 1]].Accuracy)
                rank = place + 1;
            intervals[model] = new(double.IsNaN(accuracy) ? 0 : rank, low[model], high[model], group);
        }
        return intervals;
    }

    /// <summary>[M, M], true where the row's model is significantly better than the column's.</summary>
    static bool[] Compare(IReadOnlyList<ImageOutcomes> models, double familyWise, ParallelOptions parallel)
    {
        var better = new bool[models.Count * models.Count];
        var rule = new PairRule(familyWise, (long)models.Count * (models.Count - 1) / 2);
        var open = new ConcurrentBag<List<OpenPair>>();
        long rejected = 0;
        PairScan.ForEachTile(
            models,
            parallel,
            pairs =>
            {
                var undecided = new List<OpenPair>();
                var sure = 0;
                foreach (var pair in pairs)
                {
                    var smaller = Math.Min(pair.OnlyFirst, pair.OnlySecond);
                    var disagreements = pair.OnlyFirst + pair.OnlySecond;
                    switch (rule.Decide(smaller, disagreements))
                    {
                        case true:
                            Mark(better, models.Count, pair);
                            sure++;
                            break;
                        case null:
                            undecided.Add(new(pair, McNemar.LogPValue(smaller, disagreements)));
                            break;
                    }
                }
                Interlocked.Add(ref rejected, sure);
                open.Add(undecided);
            }
        );

        // Holm's steps: the sure ones are the first, and the rest follow in order of p until one fails.
        foreach (var pair in open.SelectMany(static list => list).OrderBy(static pair => pair.LogP))
        {
            if (pair.LogP > rule.LogThreshold(rejected))
                break;
            Mark(better, models.Count, pair.Pair);
            rejected++;
        }
        return better;
    }

    static void Mark(bool[] better, int models, ModelPair pair)
    {
        var (winner, loser) = pair.OnlyFirst > pair.OnlySecond ? (pair.First, pair.Second) : (pair.Second, pair.First);
        better[winner * models + loser] = true;
    }

    static (int[] Low, int[] High) Count(bool[] better, int models)
    {
        var (low, high) = (new int[models], new int[models]);
        Array.Fill(low, 1);
        Array.Fill(high, models);
        for (var winner = 0; winner < models; winner++)
        for (var loser = 0; loser < models; loser++)
            if (better[winner * models + loser])
            {
                high[winner]--;
                low[loser]++;
            }
        return (low, high);
    }

    readonly record struct OpenPair(ModelPair Pair, double LogP);
}
