using Bench.Imaging.Contract;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>The contracts that are mistaken for one another: channel order and normalisation in every combination, then crop and
/// interpolation one at a time.</summary>
internal static class PreprocessingAlternatives
{
    static readonly (string Name, ValueRange Range, ChannelValues Mean, ChannelValues Std)[] Normalisations =
    [
        ("ImageNet mean and std", ValueRange.Unit, Preprocessing.ImageNetMean, Preprocessing.ImageNetStd),
        ("values in −1 to 1 (mean and std 0.5)", ValueRange.Unit, new(0.5, 0.5, 0.5), new(0.5, 0.5, 0.5)),
        ("values in 0 to 1", ValueRange.Unit, new(0, 0, 0), new(1, 1, 1)),
        ("values in 0 to 255", ValueRange.Byte, new(0, 0, 0), new(1, 1, 1)),
        ("values in 0 to 255 less their mean", ValueRange.Byte, new(123.68, 116.779, 103.939), new(1, 1, 1)),
    ];

    /// <summary>Red, green and blue in every order that no contract has.</summary>
    static readonly (int First, int Second, int Third)[] OtherOrders = [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1)];

    /// <summary>Every plausible contract but the declared one, each once; and what no contract says: the pictures
    /// transposed, and channels in other orders.</summary>
    public static IReadOnlyList<PreprocessingAlternative> To(Preprocessing declared)
    {
        var alternatives = new List<PreprocessingAlternative>();
        foreach (var order in new[] { declared.ChannelOrder, Other(declared.ChannelOrder) })
        {
            Add(Order(order, declared), Reordered(declared, order));
            foreach (var (name, range, mean, std) in Normalisations)
                Add(
                    (order == declared.ChannelOrder ? name : $"{Order(order, declared)} and {name}") + Numbers(mean, range, order),
                    declared with
                    {
                        ChannelOrder = order,
                        ValueRange = range,
                        Mean = order == ChannelOrder.Bgr ? mean.Reversed : mean,
                        Std = order == ChannelOrder.Bgr ? std.Reversed : std,
                    }
                );
        }
        if (declared.Resize is null)
            foreach (var crop in new[] { 0.875, 1.0 })
                Add(System.FormattableString.Invariant($"crop_pct {crop}"), declared with { CropPct = crop });
        foreach (var interpolation in new[] { Interpolation.Bilinear, Interpolation.Bicubic })
            Add($"{interpolation.ToString().ToLowerInvariant()} interpolation", declared with { Interpolation = interpolation });
        if (declared.Width == declared.Height)
            Pixels(PixelChange.Transposed, declared);
        foreach (var order in OtherOrders)
            Pixels(PixelChange.Channels(order), InOrder(declared, order));
        return alternatives;

        void Pixels(PixelChange change, Preprocessing contract) => alternatives.Add(new(change.Words, contract, change));

        void Add(string change, Preprocessing candidate)
        {
            if (candidate != declared && alternatives.TrueForAll(known => known.Preprocessing != candidate))
                alternatives.Add(new(change, candidate));
        }
    }

    static Preprocessing Reordered(Preprocessing declared, ChannelOrder order) =>
        order == declared.ChannelOrder
            ? declared
            : declared with
            {
                ChannelOrder = order,
                Mean = declared.Mean.Reversed,
                Std = declared.Std.Reversed,
            };

    /// <summary>Each channel with its own mean and deviation, wherever it comes.</summary>
    static Preprocessing InOrder(Preprocessing declared, (int First, int Second, int Third) order)
    {
        return declared with { ChannelOrder = ChannelOrder.Rgb, Mean = Ordered(declared.Mean), Std = Ordered(declared.Std) };

        ChannelValues Ordered(ChannelValues values)
        {
            var colours = declared.ChannelOrder == ChannelOrder.Bgr ? values.Reversed : values;
            return new(colours[order.First], colours[order.Second], colours[order.Third]);
        }
    }

    /// <summary>A mean of bytes as the contract in the same answer has it: in the model's channel order.</summary>
    static string Numbers(ChannelValues mean, ValueRange range, ChannelOrder order)
    {
        if (range == ValueRange.Unit || mean == mean.Reversed)
            return "";
        var ordered = order == ChannelOrder.Bgr ? mean.Reversed : mean;
        return FormattableString.Invariant($" [{ordered.First}, {ordered.Second}, {ordered.Third}]");
    }

    static string Order(ChannelOrder order, Preprocessing declared) =>
        order == declared.ChannelOrder ? "the declared order" : $"{order.ToString().ToUpperInvariant()} channels";

    static ChannelOrder Other(ChannelOrder order) => order == ChannelOrder.Rgb ? ChannelOrder.Bgr : ChannelOrder.Rgb;
}
