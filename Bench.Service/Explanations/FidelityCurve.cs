namespace Bench.Service.Explanations;

/// <summary>The probability of the explained class while pixels are taken away, or put in, the most important ones
/// first.</summary>
/// <param name="Area">Under the curve, by trapezoids over the share of pixels, in [0, 1].</param>
/// <param name="Probabilities">After equal shares of the pixels, from none to all.</param>
public sealed record FidelityCurve(double Area, IReadOnlyList<double> Probabilities)
{
    /// <summary>Equal steps from no pixel to all.</summary>
    public const int Steps = 20;

    /// <param name="probabilities">Two or more.</param>
    public static FidelityCurve Of(IReadOnlyList<double> probabilities) =>
        new(
            Enumerable.Range(1, probabilities.Count - 1).Sum(i => (probabilities[i - 1] + probabilities[i]) / 2)
                / (probabilities.Count - 1),
            probabilities
        );
}
