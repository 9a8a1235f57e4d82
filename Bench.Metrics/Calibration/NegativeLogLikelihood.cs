namespace Bench.Metrics.Calibration;

/// <summary>The logarithmic score, in nats.</summary>
public static class NegativeLogLikelihood
{
    /// <summary>Probabilities below this count as this, so that one hopeless image costs 27.6 nats and not
    /// infinity.</summary>
    public const double Floor = 1e-12;

    /// <summary>Score of one image from the probability given to its label, or to all classes of its set
    /// together.</summary>
    /// <exception cref="ArgumentException">The probability is NaN.</exception>
    public static double Of(double labelProbability) =>
        double.IsNaN(labelProbability)
            ? throw new ArgumentException("a label's probability is NaN")
            : -Math.Log(Math.Max(labelProbability, Floor));
}
