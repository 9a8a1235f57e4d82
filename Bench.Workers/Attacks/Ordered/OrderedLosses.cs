using System.Numerics.Tensors;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Ordered;

/// <summary>How far the logits of one picture are from an order of the best classes, and the gradient of
/// that.</summary>
internal static class OrderedLosses
{
    /// <summary>Logits of adversarial distillation's distribution: that of the best class, and how much less each next
    /// one has. Classes off the order have 0.</summary>
    const double Best = 10,
        Step = 0.3;

    /// <param name="objective">Which loss.</param>
    /// <param name="logits">One number for each class.</param>
    /// <param name="order">Places of the classes that are to be best, the best one first.</param>
    /// <param name="margin">Difference of logits that neighbours are drawn to; distillation has its own.</param>
    /// <param name="seed">Receives the gradient over the logits.</param>
    /// <returns>The loss; 0 of the first two where the order is reached with the margin.</returns>
    public static double Compute(
        OrderedObjective objective,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> order,
        double margin,
        Span<float> seed
    ) =>
        objective switch
        {
            OrderedObjective.Quadratic => Quadratic(logits, order, margin, seed),
            OrderedObjective.Hinge => Hinge(logits, order, margin, seed),
            _ => Distillation(logits, order, seed),
        };

    /// <summary>Whether the classes are the best ones in this order, none tied with the next.</summary>
    public static bool Reached(ReadOnlySpan<float> logits, ReadOnlySpan<int> order)
    {
        for (var i = 1; i < order.Length; i++)
            if (!(logits[order[i - 1]] > logits[order[i]]))
                return false;
        for (var i = 0; i < logits.Length; i++)
            if (!(logits[order[^1]] > logits[i]) && !order.Contains(i))
                return false;
        return true;
    }

    /// <remarks>z moves with a, but at right angles to a − z: so the gradient of ‖a − z‖² is 2 (a − z), as if z were
    /// constant.</remarks>
    static double Quadratic(ReadOnlySpan<float> logits, ReadOnlySpan<int> order, double margin, Span<float> seed)
    {
        var nearest = new double[logits.Length];
        var distance = OrderedProjection.Project(logits, order, margin, nearest);
        for (var i = 0; i < seed.Length; i++)
            seed[i] = (float)(2 * (logits[i] - nearest[i]));
        return distance;
    }

    /// <summary>1/K Σ_i max(0, m + max of the classes after the i-th less the least of the first i).</summary>
    static double Hinge(ReadOnlySpan<float> logits, ReadOnlySpan<int> order, double margin, Span<float> seed)
    {
        seed.Clear();
        // Classes that come after, the best one of each suffix of the order.
        var after = -1;
        for (var i = 0; i < logits.Length; i++)
            if (!order.Contains(i) && (after < 0 || logits[i] > logits[after]))
                after = i;
        var best = new int[order.Length];
        for (var i = order.Length - 1; i >= 0; i--)
        {
            best[i] = after;
            if (after < 0 || logits[order[i]] > logits[after])
                after = order[i];
        }
        var (loss, least) = (0.0, order[0]);
        for (var i = 0; i < order.Length; i++)
        {
            if (logits[order[i]] < logits[least])
                least = order[i];
            if (best[i] < 0 || margin + logits[best[i]] - logits[least] is not (> 0 and var passed))
                continue;
            loss += passed / order.Length;
            seed[best[i]] += 1f / order.Length;
            seed[least] -= 1f / order.Length;
        }
        return loss;
    }

    /// <summary>Σ P log (P / softmax), with the gradient softmax − P.</summary>
    static double Distillation(ReadOnlySpan<float> logits, ReadOnlySpan<int> order, Span<float> seed)
    {
        var wanted = new double[logits.Length];
        for (var i = 0; i < order.Length; i++)
            wanted[order[i]] = Best - i * Step;
        var (max, sum, wantedSum) = ((double)TensorPrimitives.Max(logits), 0.0, 0.0);
        for (var i = 0; i < wanted.Length; i++)
            (sum, wantedSum) = (sum + Math.Exp(logits[i] - max), wantedSum + Math.Exp(wanted[i]));
        var loss = 0.0;
        for (var i = 0; i < wanted.Length; i++)
        {
            var (log, wantedLog) = (logits[i] - max - Math.Log(sum), wanted[i] - Math.Log(wantedSum));
            loss += Math.Exp(wantedLog) * (wantedLog - log);
            seed[i] = (float)(Math.Exp(log) - Math.Exp(wantedLog));
        }
        return loss;
    }
}
