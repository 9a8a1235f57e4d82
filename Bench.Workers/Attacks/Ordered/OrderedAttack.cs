using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Ordered;

/// <summary>Moves pictures as little as possible, in L2, so that certain classes are the model's best ones in a certain order (Paniagua,
/// Grainger and Wu, 2023).</summary>
/// <param name="target">The model; has a gradient.</param>
/// <param name="spec">What is wanted.</param>
/// <param name="steps">Steps of a round.</param>
/// <param name="chunk">Pictures that the target is asked about at once.</param>
/// <param name="mostWeight">The largest weight of the loss.</param>
internal sealed class OrderedAttack(
    IAttackTarget target,
    OrderedSpec spec,
    int steps,
    int chunk,
    double mostWeight = OrderedSearch.MostWeight
)
{
    /// <summary>Where starts get their random numbers.</summary>
    const int StartPart = 4_000_000;

    /// <param name="originals">N × pixels, in [0, 1].</param>
    /// <param name="orders">For each the places of the classes that are to be best, the best one first.</param>
    /// <param name="ids">A number for each that stays the same in every run: random choices hang on it.</param>
    /// <param name="seed">Of the whole run.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    /// <returns>What was found of each.</returns>
    public IReadOnlyList<OrderedSearch> Run(
        ReadOnlySpan<float> originals,
        IReadOnlyList<int[]> orders,
        IReadOnlyList<long> ids,
        long seed,
        CancellationToken cancellationToken
    )
    {
        var (found, refinement) = (new List<OrderedSearch>(orders.Count), new OrderedRefinement(target, chunk));
        for (var first = 0; first < orders.Count; first += chunk)
        {
            var group = new OrderedSearch[Math.Min(chunk, orders.Count - first)];
            for (var i = 0; i < group.Length; i++)
                group[i] = new(originals.Slice((first + i) * target.Pixels, target.Pixels), orders[first + i], mostWeight);
            for (var round = 0; round < spec.Rounds; round++)
            {
                for (var i = 0; i < group.Length; i++)
                    // An order of another length begins elsewhere.
                    group[i].Begin(SeededRandom.For(seed, ids[first + i], StartPart + 1_000 * orders[first + i].Length + round));
                Round(group, cancellationToken);
                foreach (var search in group)
                    search.End();
            }
            // Ever nearer to a tie, which is no order.
            for (var (pass, slack) = (0, spec.Margin / 10); pass < spec.Refinements; pass++, slack /= 10)
                foreach (var search in group)
                    refinement.Refine(search, slack, cancellationToken);
            found.AddRange(group);
        }
        return found;
    }

    void Round(OrderedSearch[] group, CancellationToken cancellationToken)
    {
        var (pictures, gradients) = (new float[group.Length * target.Pixels], new float[group.Length * target.Pixels]);
        var (logits, seeds) = (new float[group.Length * target.Classes], new float[group.Length * target.Classes]);
        for (var step = 0; step <= steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < group.Length; i++)
                group[i].Picture.CopyTo(pictures, i * target.Pixels);
            target.Logits(pictures, logits);
            for (var i = 0; i < group.Length; i++)
                group[i].Look(spec.Objective, spec.Margin, Row(logits, i), Row(seeds, i));
            if (step == steps)
                return;
            target.Gradients(pictures, seeds, gradients);
            for (var i = 0; i < group.Length; i++)
                group[i].Step(gradients.AsSpan(i * target.Pixels, target.Pixels));
        }
    }

    Span<float> Row(float[] numbers, int place) => numbers.AsSpan(place * target.Classes, target.Classes);
}
