using Bench.Imaging.Contract;
using Bench.Workers.Evaluations.Doctor;

namespace Bench.Tests.Workers.Evaluations.Doctor;

public sealed class PixelChangeTests
{
    [Fact]
    public void Rows_become_columns_and_pixels_stay_whole()
    {
        byte[] crop = [.. Enumerable.Range(0, 27).Select(value => (byte)value)];
        var turned = new byte[27];

        PixelChange.Transposed.Apply(crop, turned, 3);

        turned.ShouldBe([0, 1, 2, 9, 10, 11, 18, 19, 20, 3, 4, 5, 12, 13, 14, 21, 22, 23, 6, 7, 8, 15, 16, 17, 24, 25, 26]);
        PixelChange.Transposed.Apply(turned, crop, 3);
        crop.ShouldBe([.. Enumerable.Range(0, 27).Select(value => (byte)value)]);
    }

    [Theory]
    [InlineData(224, 1)]
    [InlineData(288, 0)]
    public void Only_a_square_can_be_transposed(int width, int alternatives) =>
        PreprocessingAlternatives
            .To(Preprocessing.Default with { Width = width })
            .Count(alternative => alternative.Pixels == PixelChange.Transposed)
            .ShouldBe(alternatives);

    /// <summary>Green comes first, then blue and red, each less its own mean.</summary>
    [Theory]
    [InlineData(ChannelOrder.Rgb)]
    [InlineData(ChannelOrder.Bgr)]
    public void Channels_in_another_order_keep_their_own_mean(ChannelOrder declared)
    {
        var contract = Preprocessing.Default with
        {
            ChannelOrder = declared,
            Mean = declared == ChannelOrder.Bgr ? Preprocessing.ImageNetMean.Reversed : Preprocessing.ImageNetMean,
        };

        var found = PreprocessingAlternatives.To(contract).Single(each => each.Change == "channels in the order GBR");

        var changed = new byte[6];
        found.Pixels!.Apply([1, 2, 3, 4, 5, 6], changed, 2);
        changed.ShouldBe([2, 3, 1, 5, 6, 4]);
        (found.Preprocessing.ChannelOrder, found.Preprocessing.Mean).ShouldBe((ChannelOrder.Rgb, new(0.456, 0.406, 0.485)));
    }

    [Fact]
    public void Red_green_and_blue_are_looked_for_in_each_of_their_six_orders() =>
        PreprocessingAlternatives
            .To(Preprocessing.Default)
            .Select(each => each.Change)
            .Where(change => change.Contains("channels", StringComparison.Ordinal) && !change.Contains(" and ", StringComparison.Ordinal))
            .ShouldBe(
                [
                    "BGR channels",
                    "channels in the order RBG",
                    "channels in the order GRB",
                    "channels in the order GBR",
                    "channels in the order BRG",
                ],
                ignoreOrder: true
            );
}
