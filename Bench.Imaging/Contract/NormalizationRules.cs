using System.Globalization;

namespace Bench.Imaging.Contract;

/// <summary>Means and standard deviations that cannot be meant: in the units of the other value range, or in each
/// other's place.</summary>
static class NormalizationRules
{
    /// <summary>A mean of pixels from 0 to 1 lies in it; twice that leaves room for what is odd and meant.</summary>
    const double MostOfUnit = 2;

    const double Near = 0.02;

    static readonly (ChannelValues Mean, ChannelValues Std)[] Known =
    [
        (Preprocessing.ImageNetMean, Preprocessing.ImageNetStd),
        (new(0.48145466, 0.4578275, 0.40821073), new(0.26862954, 0.26130258, 0.27577711)),
    ];

    public static IEnumerable<PreprocessingError> Broken(Preprocessing contract)
    {
        if (contract.ValueRange == ValueRange.Unit)
        {
            if (!contract.Mean.All(value => Math.Abs(value) <= MostOfUnit))
                yield return new(
                    "mean",
                    $"{Text(contract.Mean)} is in units of 0 to 255, and pixels are from 0 to 1: set value_range "
                        + $"to byte, or divide mean and std by 255"
                );
            if (!contract.Std.All(value => value <= MostOfUnit))
                yield return new(
                    "std",
                    $"{Text(contract.Std)} is in units of 0 to 255, and pixels are from 0 to 1: set value_range "
                        + $"to byte, or divide mean and std by 255"
                );
        }
        else if (contract.Mean.All(value => value is > 0 and < 1))
            yield return new(
                "mean",
                $"{Text(contract.Mean)} is in units of 0 to 1, and value_range byte says that pixels are from 0 "
                    + $"to 255: leave value_range out, or multiply mean and std by 255"
            );
        foreach (var (mean, std) in Known)
            if (AreNear(contract.Mean, std) && AreNear(contract.Std, mean))
                yield return new("std", $"mean {Text(contract.Mean)} and std {Text(contract.Std)} look swapped");
    }

    /// <summary>Whether the numbers are the given ones, in either channel order.</summary>
    static bool AreNear(ChannelValues values, ChannelValues wanted) => IsNear(values, wanted) || IsNear(values, wanted.Reversed);

    static bool IsNear(ChannelValues values, ChannelValues wanted) =>
        Enumerable.Range(0, 3).All(channel => Math.Abs(values[channel] - wanted[channel]) < Near);

    static string Text(ChannelValues values) =>
        string.Create(CultureInfo.InvariantCulture, $"[{values.First}, {values.Second}, {values.Third}]");
}
