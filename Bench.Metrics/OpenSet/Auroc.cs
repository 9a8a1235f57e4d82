namespace Bench.Metrics.OpenSet;

/// <summary>Area under the ROC curve: the chance that a positive image scores above a negative one, in [0, 1]; ½ is no
/// better than chance.</summary>
/// <remarks>(#{positive above negative} + ½ #{equal}) / (positives · negatives), the Mann–Whitney statistic; counted in
/// whole numbers, so the only rounding is the last division. NaN without positives or without negatives.</remarks>
public static class Auroc
{
    public static double Compute(ThresholdSweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        long above = 0,
            doubled = 0;
        foreach (var group in sweep.Groups)
        {
            doubled += group.Negatives * (2 * above + group.Positives);
            above += group.Positives;
        }
        return sweep.Positives == 0 || sweep.Negatives == 0 ? double.NaN : doubled / (2.0 * sweep.Positives * sweep.Negatives);
    }
}
