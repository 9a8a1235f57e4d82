namespace Bench.Imaging.Contract;

/// <summary>One number for each of a model's three input channels, in the order in which the model takes its
/// channels.</summary>
public readonly record struct ChannelValues(double First, double Second, double Third)
{
    public ChannelValues Reversed => new(Third, Second, First);

    public double this[int channel] =>
        channel switch
        {
            0 => First,
            1 => Second,
            2 => Third,
            _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "A picture has channels 0, 1 and 2."),
        };

    public bool All(Predicate<double> holds) => holds(First) && holds(Second) && holds(Third);
}
