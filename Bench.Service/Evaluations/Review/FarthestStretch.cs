namespace Bench.Service.Evaluations.Review;

/// <summary>Where numbers change most: the stretch whose sum is farthest from what the mean of all gives.</summary>
static class FarthestStretch
{
    /// <summary>From its first member to the one behind it.</summary>
    public static (int From, int To) Of(double[] values)
    {
        var mean = values.Average();
        var (sum, least, most) = (0.0, (Sum: 0.0, At: 0), (Sum: 0.0, At: 0));
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] - mean;
            if (sum < least.Sum)
                least = (sum, i + 1);
            if (sum > most.Sum)
                most = (sum, i + 1);
        }
        return (Math.Min(least.At, most.At), Math.Max(least.At, most.At));
    }
}
