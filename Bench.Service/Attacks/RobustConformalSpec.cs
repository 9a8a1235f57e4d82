namespace Bench.Service.Attacks;

/// <summary>How robust prediction sets are made.</summary>
/// <param name="Score">How strange a class looks in one noisy copy.</param>
/// <param name="Sigma">Standard deviation σ of the noise, for pixel values in [0, 1].</param>
/// <param name="Samples">Noisy copies of an image, n.</param>
/// <param name="Alpha">Share of images whose set may miss the label.</param>
/// <param name="Beta">Probability that a bound over the noisy copies does not hold, of each of the two.</param>
/// <param name="Calibration">Images that the threshold is taken from.</param>
/// <param name="Holdout">Images before these that scores are spread by (PTT); 0 leaves scores as they are.</param>
public sealed record RobustConformalSpec(
    ConformalScore Score,
    double Sigma,
    int Samples,
    double Alpha,
    double Beta,
    int Calibration,
    int Holdout
);
