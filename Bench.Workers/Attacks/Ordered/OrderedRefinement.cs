namespace Bench.Workers.Attacks.Ordered;

/// <summary>Shortens a move that reached its order: takes the logits for linear around it, as they are in a linear
/// model, and moves towards the shortest move that then reaches the order. One pass meets the smallest move of a linear
/// model.</summary>
/// <param name="target">The model; has a gradient.</param>
/// <param name="chunk">Pictures that the target is asked about at once.</param>
internal sealed class OrderedRefinement(IAttackTarget target, int chunk)
{
    /// <summary>Best classes off the order that are held below it; others become one of these in the next pass when
    /// they come up.</summary>
    const int Rivals = 5;

    /// <summary>Shares of the way that are tried: 1, ½, ¼, ⅛.</summary>
    const int Tries = 4;

    /// <param name="search">Has reached its order; otherwise nothing is done.</param>
    /// <param name="slack">Difference of logits that neighbours in the order keep.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public void Refine(OrderedSearch search, double slack, CancellationToken cancellationToken)
    {
        if (search.Change is not { } change)
            return;
        var logits = new float[target.Classes];
        search.Propose(change);
        Ask(search, logits, cancellationToken);
        var pairs = Pairs(logits, search.Order);
        var slopes = Slopes(search, pairs, cancellationToken);
        var wanted = new double[pairs.Count];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = slack - (logits[pairs[i].Above] - (double)logits[pairs[i].Below]);
            for (var k = 0; k < change.Length; k++)
                wanted[i] += (double)slopes[i][k] * change[k];
        }
        var shortest = SmallestMove.Solve(slopes, wanted, search.Original);
        var (share, candidate) = (1f, new float[change.Length]);
        for (var attempt = 0; attempt < Tries; attempt++, share /= 2)
        {
            for (var k = 0; k < change.Length; k++)
                candidate[k] = change[k] + share * (shortest[k] - change[k]);
            search.Propose(candidate);
            if (Ask(search, logits, cancellationToken))
                return;
        }
    }

    bool Ask(OrderedSearch search, float[] logits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        target.Logits(search.Picture, logits);
        return search.Note(logits);
    }

    /// <summary>Neighbours in the order, and its last class with the best ones off it.</summary>
    static List<(int Above, int Below)> Pairs(float[] logits, int[] order) =>
        [
            .. order.Zip(order.Skip(1)),
            .. Enumerable
                .Range(0, logits.Length)
                .Except(order)
                .OrderByDescending(place => logits[place])
                .Take(Rivals)
                .Select(rival => (order[^1], rival)),
        ];

    /// <summary>For each pair how the difference of its logits grows with the picture.</summary>
    float[][] Slopes(OrderedSearch search, List<(int Above, int Below)> pairs, CancellationToken cancellationToken)
    {
        var slopes = new float[pairs.Count][];
        for (var first = 0; first < pairs.Count; first += chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(chunk, pairs.Count - first);
            var (pictures, seeds) = (new float[count * target.Pixels], new float[count * target.Classes]);
            for (var i = 0; i < count; i++)
            {
                search.Picture.CopyTo(pictures, i * target.Pixels);
                seeds[i * target.Classes + pairs[first + i].Above] = 1;
                seeds[i * target.Classes + pairs[first + i].Below] = -1;
            }
            var gradients = new float[pictures.Length];
            target.Gradients(pictures, seeds, gradients);
            for (var i = 0; i < count; i++)
                slopes[first + i] = gradients.AsSpan(i * target.Pixels, target.Pixels).ToArray();
        }
        search.CountGradients(pairs.Count);
        return slopes;
    }
}
