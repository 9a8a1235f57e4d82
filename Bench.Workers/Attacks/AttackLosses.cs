using System.Numerics.Tensors;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Losses over the logits of one picture, and their gradients.</summary>
/// <remarks>Croce and Hein, 2020 (cross-entropy, margin, ratio); the probability margin is that of "Towards
/// million-scale adversarial robustness evaluation", 2024. Of a model that is very sure, whose logits are large, cross-entropy is 0 in
/// single precision and so is its gradient, which hides the slope from an attack and takes nothing from it: Carlini and Wagner, "Defensive
/// Distillation is Not Robust to Adversarial Examples", 2016; Yu and Xu, "Efficient Loss Function by Minimizing the Detrimental Effect of
/// Floating-Point Errors on Gradient-Based Attacks", 2023. Its direction is that of the other classes' odds among themselves, which are
/// computed here apart from the label's.</remarks>
internal static class AttackLosses
{
    /// <summary>Keeps the ratio finite where the three best classes tie.</summary>
    const float Tiny = 1e-12f;

    /// <summary>Log-odds against the label below which what softmax gives rounds away, and losses over probabilities go on along their
    /// tangent: odds of 1 in 1,100.</summary>
    const double Steep = -7;

    /// <param name="loss">Which loss.</param>
    /// <param name="logits">One number for each class.</param>
    /// <param name="label">The true class.</param>
    /// <param name="target">The class to reach, or −1 for any other.</param>
    /// <param name="seed">Receives the gradient over the logits.</param>
    /// <returns>The loss, larger where the attack is further.</returns>
    public static float Compute(AttackLoss loss, ReadOnlySpan<float> logits, int label, int target, Span<float> seed)
    {
        var other = target >= 0 ? target : BestOther(logits, label);
        seed.Clear();
        switch (loss)
        {
            case AttackLoss.Margin:
                seed[other] = 1;
                seed[label] = -1;
                return logits[other] - logits[label];
            case AttackLoss.LogitsRatio:
                return Ratio(logits, label, other, target >= 0, seed);
            case AttackLoss.CrossEntropy when target < 0 && LogOdds(logits, label, seed) is < Steep and var odds:
                seed[label] = -1;
                return (float)Tangent(Math.Log(1 + Math.Exp(Steep)), odds, 1 / (1 + Math.Exp(-Steep)));
            case AttackLoss.ProbabilityMargin when LogOdds(logits, label, seed) is < Steep and var odds:
                var share = seed[other];
                (seed[other], seed[label]) = (2 * share, -1 - share);
                // p_o − p_y + 1 is the odds times 1 + p_o's share, as long as they are small.
                return (float)Tangent(Math.Exp(Steep) - 1, odds + Math.Log(1 + share), Math.Exp(Steep));
            default:
                // Softmax with the largest logit taken off first.
                TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), seed);
                TensorPrimitives.SoftMax(seed, seed);
                return loss == AttackLoss.CrossEntropy ? CrossEntropy(logits, label, target, seed) : ProbabilityMargin(label, other, seed);
        }
    }

    /// <summary>z_y less the best other logit: negative or zero where the picture is no longer recognised.</summary>
    public static float TrueMargin(ReadOnlySpan<float> logits, int label) => logits[label] - logits[BestOther(logits, label)];

    public static int BestOther(ReadOnlySpan<float> logits, int label)
    {
        var best = label == 0 ? 1 : 0;
        for (var i = best + 1; i < logits.Length; i++)
            if (i != label && logits[i] > logits[best])
                best = i;
        return best;
    }

    static float CrossEntropy(ReadOnlySpan<float> logits, int label, int target, Span<float> seed)
    {
        var aim = target >= 0 ? target : label;
        var max = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (var logit in logits)
            sum += Math.Exp((double)logit - max);
        var minusLog = (float)(Math.Log(sum) + max - logits[aim]);
        seed[aim] -= 1;
        if (target < 0)
            return minusLog;
        TensorPrimitives.Negate(seed, seed);
        return -minusLog;
    }

    /// <summary>Logarithm of the odds of all other classes against the label.</summary>
    /// <param name="shares">Receives the probabilities of the other classes among themselves, 0 for the label.</param>
    static double LogOdds(ReadOnlySpan<float> logits, int label, Span<float> shares)
    {
        var best = logits[BestOther(logits, label)];
        double sum = 0;
        for (var i = 0; i < logits.Length; i++)
            sum += i == label ? 0 : Math.Exp((double)logits[i] - best);
        for (var i = 0; i < logits.Length; i++)
            shares[i] = i == label ? 0 : (float)(Math.Exp((double)logits[i] - best) / sum);
        return best - (double)logits[label] + Math.Log(sum);
    }

    /// <summary>The loss at very small odds: what it is where it becomes steep, and a line from there on.</summary>
    static double Tangent(double atSteep, double odds, double slope) => atSteep + slope * (odds - Steep);

    /// <summary>p_o (e_o − p) − p_y (e_y − p), with the probabilities in <paramref name="seed"/>.</summary>
    static float ProbabilityMargin(int label, int other, Span<float> seed)
    {
        var (own, best) = (seed[label], seed[other]);
        TensorPrimitives.Multiply(seed, own - best, seed);
        seed[other] += best;
        seed[label] -= own;
        return best - own;
    }

    static float Ratio(ReadOnlySpan<float> logits, int label, int other, bool targeted, Span<float> seed)
    {
        Span<int> top = stackalloc int[Math.Min(4, logits.Length)];
        Top(logits, top);
        var (third, fourth) = (top[Math.Min(2, top.Length - 1)], top[^1]);
        var spread = logits[top[0]] - (targeted ? 0.5f * (logits[third] + logits[fourth]) : logits[third]) + Tiny;
        var loss = (logits[other] - logits[label]) / spread;
        seed[other] += 1 / spread;
        seed[label] -= 1 / spread;
        seed[top[0]] -= loss / spread;
        seed[third] += loss / spread * (targeted ? 0.5f : 1);
        if (targeted)
            seed[fourth] += loss / spread * 0.5f;
        return loss;
    }

    /// <summary>The classes with the largest logits, best first; equal ones in class order.</summary>
    public static void Top(ReadOnlySpan<float> logits, Span<int> top)
    {
        var count = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            var place = count;
            while (place > 0 && logits[i] > logits[top[place - 1]])
                place--;
            if (place >= top.Length)
                continue;
            count = Math.Min(count + 1, top.Length);
            for (var j = count - 1; j > place; j--)
                top[j] = top[j - 1];
            top[place] = i;
        }
    }
}
