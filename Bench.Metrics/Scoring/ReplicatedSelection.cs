namespace Bench.Metrics.Scoring;

/// <summary>Numbers of the risk-coverage curve under resampled weights, in one walk from the most confident image down; equal confidences enter together.</summary>
/// <remarks>A group's risk is taken at its middle, which differs from the value's own step sum by less than one image in N.</remarks>
sealed class ReplicatedSelection(CalibrationView view) : IReplicated
{
    public const int Aurc = 0, ExcessAurc = 1, Aurra = 2, Auroc = 3;

    public int[] Order => view.Order;

    public int Outputs => 4;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (area, pairs, seen, errors, place) = (0.0, 0.0, 0.0, 0.0, weights.Length - 1);
        while (place >= 0)
        {
            var (confidence, tied, hits) = (view.ConfidenceInOrder[place], 0.0, 0.0);
            for (; place >= 0 && view.ConfidenceInOrder[place] == confidence; place--)
            {
                tied += weights[place] * view.Used[place];
                hits += weights[place] * view.Hit[place];
            }
            var wrong = tied - hits;
            // Weights are whole numbers: below a half there is no image yet, and its term is 0.
            area += tied * (errors + wrong / 2) / Math.Max(seen + tied / 2, 0.5);
            pairs += wrong * (seen - errors + hits / 2);
            (seen, errors) = (seen + tied, errors + wrong);
        }
        var (rate, right) = (errors / seen, seen - errors);
        values[Aurc] = area / seen;
        values[Aurra] = 1 - values[Aurc];
        values[ExcessAurc] = Math.Max(0, values[Aurc] - (rate + (rate < 1 ? (1 - rate) * Math.Log(1 - rate) : 0)));
        values[Auroc] = errors == 0 || right == 0 ? double.NaN : pairs / (errors * right);
    }
}
