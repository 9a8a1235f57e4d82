namespace Bench.Metrics.Comparison;

/// <summary>How far a model may stay behind another, and how sure that has to be: the test of non-inferiority of a
/// compressed model and its parent, over the same images.</summary>
/// <param name="Margin">δ in [−1, 1], a fraction of images: the first model's accuracy has to reach the second's less
/// δ. Below 0 it has to be ahead.</param>
/// <param name="Confidence">Of the interval that is judged, in (0, 1).</param>
/// <param name="IsStrict">Whether exactly the margin is too little.</param>
/// <param name="IsMeasured">Whether the measured difference is judged as it is, chance included.</param>
/// <remarks>
/// Not worse where Tango's interval of first − second lies at or above −δ, worse where it lies below, else undecided.
/// At a confidence of 95 % a model that is worse by exactly δ passes in 2.5 % of all samples of images at most, as far
/// as the score interval keeps what it says: the usual level of non-inferiority trials, which is one-sided. T. Tango,
/// "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
/// Statistics in Medicine 17, 1998.
/// </remarks>
public sealed record MarginRule(double Margin, double Confidence = 0.95, bool IsStrict = false, bool IsMeasured = false)
{
    /// <summary>Counts over counts: equal fractions need not be equal to the last bit.</summary>
    const double Rounding = 1e-12;

    /// <summary>The difference that is judged, with its interval.</summary>
    public PairedDifference Difference(PairedCounts counts) => PairedDifference.Of(counts, Confidence);

    /// <summary>Undecided without images.</summary>
    public MarginVerdict Judge(PairedCounts counts)
    {
        var difference = Difference(counts);
        if (difference.N == 0)
            return MarginVerdict.Undecided;
        if (IsMeasured)
            return Reaches(difference.Value) ? MarginVerdict.NotWorse : MarginVerdict.Worse;
        return Reaches(difference.Low) ? MarginVerdict.NotWorse
            : Reaches(difference.High) ? MarginVerdict.Undecided
            : MarginVerdict.Worse;
    }

    /// <summary>p of the one-sided score test that the first model is worse by the margin or more: small where it is
    /// not.</summary>
    /// <remarks>NaN without images, and for margins of −1 and 1, about which nothing is to be found out.</remarks>
    public double PValue(PairedCounts counts) => Math.Abs(Margin) >= 1 ? double.NaN : PairedDifference.PValue(counts, -Margin);

    bool Reaches(double difference) => IsStrict ? difference > -Margin + Rounding : difference >= -Margin - Rounding;
}
