namespace Bench.Api.Leaderboard;

/// <summary>An entry less the baseline, in the unit of the ranking metric.</summary>
/// <param name="Value">The difference.</param>
/// <param name="CiLow">Lower end of Tango's 95 % interval for paired samples; null for metrics without an outcome for
/// each image.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="PValue">McNemar's exact p-value; null for metrics without an outcome for each image.</param>
/// <param name="Adjusted">The same, corrected by Holm over all models of the board.</param>
internal sealed record BaselineDifference(double Value, double? CiLow, double? CiHigh, double? PValue, double? Adjusted)
{
    const double Level = 0.05;

    /// <summary>Whether the difference is more than chance; null where no test says.</summary>
    public bool? IsSignificant => Adjusted is { } p ? p < Level : null;
}
