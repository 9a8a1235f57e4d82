using Bench.Metrics.Statistics;

namespace Bench.Service.Attacks;

/// <summary>All images at one length of the order.</summary>
/// <param name="TopK">The length K.</param>
/// <param name="Reached">Share of the recognised images whose best K classes were brought into the order: what is
/// called attack success rate.</param>
/// <param name="L1">Energies of the moves that reached it.</param>
/// <param name="Queries">Answers that the model gave, over all images.</param>
/// <param name="Gradients">Gradients taken, over all images.</param>
public sealed record OrderedPoint(
    int TopK,
    AttackShare Reached,
    OrderedEnergy L1,
    OrderedEnergy L2,
    OrderedEnergy Linf,
    long Queries,
    long Gradients
)
{
    /// <summary>A point for each length.</summary>
    /// <param name="spec">What was asked for.</param>
    /// <param name="images">Those that the model does not recognise count nowhere.</param>
    public static IReadOnlyList<OrderedPoint> Of(OrderedSpec spec, IReadOnlyList<AttackedImage> images)
    {
        var attacked = images.Where(image => image.CleanRight).ToList();
        return [.. spec.TopK.Select((length, place) => Of(length, attacked.ConvertAll(image => image.Ordered![place])))];
    }

    static OrderedPoint Of(int length, List<OrderedOutcome> outcomes)
    {
        var reached = outcomes.FindAll(outcome => outcome.Reached);
        return new(
            length,
            AttackShare.Of(reached.Count, outcomes.Count),
            OrderedEnergy.Of([.. reached.Select(outcome => outcome.L1)]),
            OrderedEnergy.Of([.. reached.Select(outcome => outcome.L2)]),
            OrderedEnergy.Of([.. reached.Select(outcome => outcome.Linf)]),
            outcomes.Sum(outcome => (long)outcome.Queries),
            outcomes.Sum(outcome => (long)outcome.Gradients)
        );
    }
}

/// <summary>How far images had to be moved, over those whose order was reached.</summary>
/// <param name="Mean">Null where none was.</param>
/// <param name="CiLow">95 % interval of the mean, by the normal distribution; null of fewer than 30 images.</param>
public sealed record OrderedEnergy(double? Mean, double? CiLow, double? CiHigh, double? Smallest, double? Largest)
{
    internal static OrderedEnergy Of(double[] values)
    {
        if (values.Length == 0)
            return new(null, null, null, null, null);
        var interval = MeanInterval.Of(values, out var mean);
        return double.IsNaN(interval.Low)
            ? new(mean, null, null, values.Min(), values.Max())
            : new(mean, interval.Low, interval.High, values.Min(), values.Max());
    }
}
