namespace Bench.Metrics.Statistics;

/// <summary>Interval of an area under a ROC curve from its value and the two sample sizes alone, also where it is 0 or
/// 1.</summary>
public static class AurocInterval
{
    /// <param name="auroc">A, in [0, 1].</param>
    /// <param name="positives">Images with the class.</param>
    /// <param name="negatives">Images without it.</param>
    /// <returns>Every θ with |A − θ| ≤ z √V(θ), V(θ) = θ(1 − θ)(1 + k(1 − θ)/(2 − θ) + kθ/(1 + θ)) / (m n), k = (m +
    /// n)/2 − 1; none without images of both kinds.</returns>
    /// <remarks>Newcombe, "Confidence intervals for an effect size measure based on the Mann–Whitney statistic, part
    /// 2", 2006, method 5: Hanley and McNeil's variance, taken at θ as Wilson takes a proportion's, so that an A of 1
    /// from few images does not look certain. It covers 94 to 99 % for 10 or 50 images against 200 to 50,000 (two
    /// normals, A from 0.64 to 0.99), the more the nearer to 1.</remarks>
    public static Interval Of(double auroc, long positives, long negatives)
    {
        if (positives == 0 || negatives == 0 || double.IsNaN(auroc))
            return Interval.None;
        var k = (positives + negatives) / 2.0 - 1;
        return new(End(0), End(1));

        // Between A, which is within reach of itself, and the end of the scale lies one θ at the edge of reach.
        double End(double outside)
        {
            var inside = auroc;
            for (var halving = 0; halving < 60; halving++)
            {
                var middle = (inside + outside) / 2;
                if (IsWithin(middle))
                    inside = middle;
                else
                    outside = middle;
            }
            return inside;
        }

        bool IsWithin(double theta) =>
            (auroc - theta) * (auroc - theta)
            <= WilsonInterval.Z95
                * WilsonInterval.Z95
                * theta
                * (1 - theta)
                * (1 + k * (1 - theta) / (2 - theta) + k * theta / (1 + theta))
                / ((double)positives * negatives);
    }
}
