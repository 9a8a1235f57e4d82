using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Numbers of the risk-coverage curve under resampled weights, in one walk from the most confident image down;
/// equal confidences enter together.</summary>
/// <param name="outcomes">Images in ascending order of confidence.</param>
/// <param name="ranks">[N] what ranks them, in that order: equal ones are tied.</param>
/// <remarks>A group's risk is taken at its middle, which differs from the value's own step sum by less than one image
/// in N.</remarks>
sealed class ReplicatedSelection(OrderedOutcomes outcomes, float[] ranks) : IReplicated
{
    public int[] Order => outcomes.Order;

    public int Outputs => Enum.GetValues<SelectionNumber>().Length;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        float[] confidences = ranks,
            used = outcomes.Used,
            hit = outcomes.Hit;
        var half = Vector512.Create(0.5);
        var (area, pairs, seen, errors) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var place = weights.Length - 1; place >= 0; )
        {
            var (confidence, tied, hits) = (confidences[place], Vector256<float>.Zero, Vector256<float>.Zero);
            for (; place >= 0 && confidences[place] == confidence; place--)
            {
                tied += weights[place] * used[place];
                hits += weights[place] * hit[place];
            }
            var (count, right) = (Lanes.Widen(tied), Lanes.Widen(hits));
            var wrong = count - right;
            // Weights are whole numbers: below a half there is no image yet, and its term is 0.
            area += count * (errors + wrong * half) / Vector512.Max(seen + count * half, half);
            pairs += wrong * (seen - errors + right * half);
            seen += count;
            errors += wrong;
        }
        var (aurc, excess, auroc) = (area / seen, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var (rate, right) = (errors[lane] / seen[lane], seen[lane] - errors[lane]);
            var perfect = rate + (rate < 1 ? (1 - rate) * Math.Log(1 - rate) : 0);
            excess = excess.WithElement(lane, Math.Max(0, aurc[lane] - perfect));
            auroc = auroc.WithElement(lane, errors[lane] == 0 || right == 0 ? double.NaN : pairs[lane] / (errors[lane] * right));
        }
        values[(int)SelectionNumber.Aurc] = aurc;
        values[(int)SelectionNumber.ExcessAurc] = excess;
        values[(int)SelectionNumber.Aurra] = Vector512<double>.One - aurc;
        values[(int)SelectionNumber.Auroc] = auroc;
    }
}
