namespace Bench.Metrics.Statistics;

/// <summary>Finds the scale of an effect at which a value would be a rare one: the end of an interval by inverting a
/// test.</summary>
/// <remarks>Of a family of distributions with one parameter, the ends are those under which a value as large, or as
/// small, has a probability of 2.5 %.
/// Garthwaite and Buckland, 1992; Carpenter, 1999.</remarks>
static class ScaleInversion
{
    /// <summary>Share of each tail outside a 95 % interval.</summary>
    public const double Tail = 0.025;

    const double Largest = 64;
    const int Halvings = 32;

    /// <summary>The scale at which a probability falls to a level: 0 where it is there already, 64 where it does not
    /// come so far.</summary>
    /// <param name="probability">Of a scale; falls.</param>
    /// <param name="level">In (0, 1).</param>
    public static double Find(Func<double, double> probability, double level)
    {
        if (probability(0) <= level)
            return 0;
        var (low, high) = (0.0, 1.0);
        while (probability(high) > level)
        {
            if (high >= Largest)
                return high;
            (low, high) = (high, 2 * high);
        }
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (probability(middle) > level)
                low = middle;
            else
                high = middle;
        }
        return high;
    }
}
