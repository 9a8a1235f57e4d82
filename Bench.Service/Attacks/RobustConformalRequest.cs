using System.Globalization;
using Bench.Service.Refusals;

namespace Bench.Service.Attacks;

/// <summary>How robust prediction sets are made; what is left out gets a default.</summary>
public sealed record RobustConformalRequest
{
    /// <summary>lac (default) or aps.</summary>
    public ConformalScore? Score { get; init; }

    /// <summary>Standard deviation of the noise, for pixel values in [0, 1]; 0.25 when absent.</summary>
    public double? Sigma { get; init; }

    /// <summary>Noisy copies of an image; 256 when absent.</summary>
    public int? Samples { get; init; }

    /// <summary>Share of images whose set may miss the label; 0.1 when absent.</summary>
    public double? Alpha { get; init; }

    /// <summary>Probability that a bound over the noisy copies does not hold; 0.001 when absent.</summary>
    public double? Beta { get; init; }

    /// <summary>Images that the threshold is taken from; half of those that are not held out when absent.</summary>
    public int? Calibration { get; init; }

    /// <summary>Images that scores are spread by (PTT); 0 when absent: no such transformation.</summary>
    public int? Holdout { get; init; }

    /// <summary>The same with every default filled in; what is wrong goes to <paramref name="errors"/>.</summary>
    /// <param name="images">Images of the dataset that are asked for, at most.</param>
    /// <param name="errors">Receives what is wrong.</param>
    internal RobustConformalSpec Settle(int images, FieldErrors errors)
    {
        var holdout = Holdout ?? 0;
        var made = new RobustConformalSpec(
            Score ?? ConformalScore.Lac,
            Sigma ?? 0.25,
            Samples ?? 256,
            Alpha ?? 0.1,
            Beta ?? 0.001,
            Calibration ?? Math.Max(1, (images - Math.Clamp(holdout, 0, images)) / 2),
            holdout
        );
        if (!(made.Sigma > 0 && made.Sigma <= 10))
            Add("sigma", $"{made.Sigma} is not above 0 and up to 10");
        if (made.Samples is < 2 or > 100_000)
            Add("samples", $"{made.Samples} is not in 2 … 100,000");
        if (!(made.Alpha > 0 && made.Alpha <= 0.5))
            Add("alpha", $"{made.Alpha} is not above 0 and up to 0.5");
        else if (!(made.Beta > 0 && 2 * made.Beta < made.Alpha))
            Add("beta", $"{made.Beta} is not above 0 and below half of alpha");
        if (made.Holdout < 0)
            Add("holdout", $"{made.Holdout} is not 0 or more");
        if (made.Calibration < 1 || made.Holdout + (long)made.Calibration >= images)
            Add("calibration", $"of {images} images some must be left to be tested, and {made.Holdout} + {made.Calibration} are taken");
        return made;

        void Add(string field, FormattableString message) =>
            errors.Add($"conformal.{field}", message.ToString(CultureInfo.InvariantCulture));
    }
}
