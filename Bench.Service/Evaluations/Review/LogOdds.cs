namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences on a scale on which a temperature is a factor.</summary>
public static class LogOdds
{
    /// <summary>Where they are cut off: beyond, rounding decides.</summary>
    const double Least = -3;
    const double Most = 12;

    public static double[] Of(ReadOnlySpan<float> confidence)
    {
        var odds = new double[confidence.Length];
        for (var image = 0; image < odds.Length; image++)
            odds[image] = Math.Clamp(Math.Log(confidence[image] / (1 - (double)confidence[image])), Least, Most);
        return odds;
    }
}
