using Bench.Metrics.Statistics;

namespace Bench.Metrics.Conformal;

/// <summary>How many of some test images have a set that holds an acceptable label.</summary>
/// <param name="Images">Test images.</param>
/// <param name="Covered">Those whose set holds an acceptable label.</param>
public readonly record struct CoverageCount(int Images, int Covered)
{
    /// <summary>Covered over images, in [0, 1]; NaN without images.</summary>
    public double Coverage => (double)Covered / Images;

    /// <summary>Wilson's 95 % interval of <see cref="Coverage"/>; NaN without images.</summary>
    public Interval Interval => WilsonInterval.Of(Covered, Images);

    internal CoverageCount With(bool covered) => new(Images + 1, Covered + (covered ? 1 : 0));
}
