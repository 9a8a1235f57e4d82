using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>The sign-flip test of pictures: are two models equally often right, given by how many images one of them is
/// ahead on each picture?</summary>
/// <remarks>
/// Under the null hypothesis each picture's difference d_k falls to either side with probability ½, all of its images
/// together: p = P(|Σ ε_k d_k| ≥ |Σ d_k|) over signs ε. The sums are counted exactly while that is cheap, as every set
/// of few pictures is; of more p is that of z = Σ d_k / √Σ d_k², normal and two-sided. With differences of 1 alone the
/// exact test is McNemar's.
/// </remarks>
static class SignFlips
{
    /// <summary>Additions that an exact test may take.</summary>
    const long MostSteps = 1 << 24;

    /// <summary>More halvings lose the smallest probabilities.</summary>
    const int MostPictures = 1000;

    /// <summary>ln of the two-sided p.</summary>
    /// <param name="ahead">The differences, none of them 0.</param>
    public static double LogPValue(IReadOnlyList<int> ahead)
    {
        var (sum, total, squares) = (0L, 0L, 0.0);
        foreach (var d in ahead)
            (sum, total, squares) = (sum + d, total + Math.Abs(d), squares + (double)d * d);
        if (sum == 0)
            return 0;
        return ahead.Count <= MostPictures && ahead.Count * total <= MostSteps
            ? Math.Min(0, Math.Log(2 * LowerTail(ahead, (int)((total - Math.Abs(sum)) / 2))))
            : UpperGamma.Log(0.5, 0.5 * sum * sum / squares);
    }

    /// <summary>P that the |d_k| of a random half of the signs sum to at most so many.</summary>
    static double LowerTail(IReadOnlyList<int> ahead, int most)
    {
        var probability = new double[most + 1];
        probability[0] = 1;
        foreach (var d in ahead)
        {
            var step = Math.Abs(d);
            for (var sum = most; sum >= 0; sum--)
                probability[sum] = 0.5 * (probability[sum] + (sum >= step ? probability[sum - step] : 0));
        }
        return probability.Sum();
    }
}
