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
    /// <param name="numbers">Makes shares and means of images.</param>
    public static IReadOnlyList<OrderedPoint> Of(OrderedSpec spec, IReadOnlyList<AttackedImage> images, ImageNumbers numbers)
    {
        var attacked = images.Where(image => image.CleanRight).ToList();
        return
        [
            .. spec.TopK.Select((length, place) => Of(length, attacked.ConvertAll(image => (image.Index, image.Ordered![place])), numbers)),
        ];
    }

    static OrderedPoint Of(int length, List<(int Image, OrderedOutcome Own)> outcomes, ImageNumbers numbers)
    {
        var reached = outcomes.FindAll(outcome => outcome.Own.Reached);
        return new(
            length,
            numbers.Share([.. outcomes.Select(outcome => (outcome.Image, outcome.Own.Reached))]),
            Energy(own => own.L1),
            Energy(own => own.L2),
            Energy(own => own.Linf),
            outcomes.Sum(outcome => (long)outcome.Own.Queries),
            outcomes.Sum(outcome => (long)outcome.Own.Gradients)
        );

        OrderedEnergy Energy(Func<OrderedOutcome, double> norm) =>
            OrderedEnergy.Of([.. reached.Select(outcome => (outcome.Image, norm(outcome.Own)))], numbers);
    }
}

/// <summary>How far images had to be moved, over those whose order was reached.</summary>
/// <param name="Mean">Null where none was.</param>
/// <param name="CiLow">95 % interval of the mean, by the normal distribution; null of fewer than 30 pictures.</param>
public sealed record OrderedEnergy(double? Mean, double? CiLow, double? CiHigh, double? Smallest, double? Largest)
{
    internal static OrderedEnergy Of(IReadOnlyList<(int Image, double Value)> images, ImageNumbers numbers)
    {
        if (images.Count == 0)
            return new(null, null, null, null, null);
        var interval = numbers.Mean(images, out var mean);
        var (smallest, largest) = (images.Min(each => each.Value), images.Max(each => each.Value));
        return double.IsNaN(interval.Low)
            ? new(mean, null, null, smallest, largest)
            : new(mean, interval.Low, interval.High, smallest, largest);
    }
}
