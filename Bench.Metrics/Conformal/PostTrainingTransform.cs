namespace Bench.Metrics.Conformal;

/// <summary>Spreads scores over [0, 1] before noise is averaged, so that corrections of RSCP+ cost smaller sets:
/// PTT.</summary>
/// <remarks>
/// 1 / (1 + exp(−T (r − b))), where r is the share of held-out labels' scores that are at most s. Any such map leaves
/// the guarantee as it is, if its images are used for nothing else. Yan, Romano and Weng, 2024, section 4.1, with their
/// T = 400 and b = 1 − α.
/// </remarks>
public sealed class PostTrainingTransform
{
    const double Steepness = 400;

    readonly double[] _scores;
    readonly double _bias;

    /// <param name="scores">Scores of held-out images' labels, one or more.</param>
    /// <param name="alpha">α in (0, 1).</param>
    public PostTrainingTransform(IEnumerable<double> scores, double alpha)
    {
        ArgumentNullException.ThrowIfNull(scores);
        (_scores, _bias) = ([.. scores.Order()], 1 - alpha);
        if (_scores.Length == 0)
            throw new ArgumentException("no score was held out", nameof(scores));
    }

    /// <returns>In [0, 1], rising with the score.</returns>
    public double Apply(double score)
    {
        var (low, high) = (0, _scores.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_scores[middle] <= score)
                low = middle + 1;
            else
                high = middle;
        }
        return 1 / (1 + Math.Exp(-Steepness * ((double)low / _scores.Length - _bias)));
    }
}
