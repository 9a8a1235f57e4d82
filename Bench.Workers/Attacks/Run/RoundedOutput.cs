using System.Numerics.Tensors;
using Bench.Metrics.Predicted;

namespace Bench.Workers.Attacks.Run;

/// <summary>Rows of probabilities, or of independent ones, that single precision has rounded to 0 and 1, taken for logits.</summary>
static class RoundedOutput
{
    /// <summary>What 1 less a number in [0, 1] is at least, where the number is not 1 but for rounding: half of the last place.</summary>
    const float LeastRest = 1f / (1 << 25);

    const float Close = 1e-3f;

    static readonly float Floor = MathF.Log(PredictionHead.ProbabilityFloor);
    static readonly float Ceiling = -MathF.Log(LeastRest);

    /// <summary>log p − log (1 − p), as far as single precision tells.</summary>
    public static void LogOdds(ReadOnlySpan<float> probabilities, Span<float> logits)
    {
        for (var i = 0; i < probabilities.Length; i++)
        {
            var probability = probabilities[i];
            logits[i] =
                MathF.Log(MathF.Max(probability, PredictionHead.ProbabilityFloor)) - MathF.Log(MathF.Max(1 - probability, LeastRest));
        }
    }

    /// <summary>Whether a row shows how far the best class is ahead: not where all others have no probability, nor where it has
    /// all of an independent one.</summary>
    /// <param name="logits">Logarithms of probabilities, or log-odds.</param>
    public static bool Is(ReadOnlySpan<float> logits)
    {
        var (above, best) = (0, TensorPrimitives.Max(logits));
        foreach (var logit in logits)
            above += Math.Abs(logit - Floor) < Close ? 0 : 1;
        return above < 2 || Math.Abs(best - Ceiling) < Close;
    }

    /// <summary>Rows that are so, by number.</summary>
    /// <param name="logits">Of all rows.</param>
    /// <param name="classes">Numbers of each.</param>
    public static IReadOnlyList<int> In(ReadOnlySpan<float> logits, int classes)
    {
        var rows = new List<int>();
        for (var row = 0; row < logits.Length / classes; row++)
            if (Is(logits.Slice(row * classes, classes)))
                rows.Add(row);
        return rows;
    }

    /// <summary>The logarithms of a softmax, in place.</summary>
    public static void LogSoftMax(Span<float> logits)
    {
        var best = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (var logit in logits)
            sum += Math.Exp((double)logit - best);
        TensorPrimitives.Subtract(logits, best, logits);
        TensorPrimitives.Subtract(logits, (float)Math.Log(sum), logits);
    }

    /// <summary>Whether both have one best class, and the same.</summary>
    public static bool HaveSameBest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var best = TensorPrimitives.IndexOfMax(one);
        return best == TensorPrimitives.IndexOfMax(other) && other.Count(other[best]) == 1 && one.Count(one[best]) == 1;
    }
}
