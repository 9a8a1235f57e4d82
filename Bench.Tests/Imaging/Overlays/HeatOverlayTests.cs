using Bench.Imaging.Overlays;
using SkiaSharp;

namespace Bench.Tests.Imaging.Overlays;

public sealed class HeatOverlayTests
{
    [Fact]
    public void What_speaks_for_the_class_is_red_what_speaks_against_it_blue_and_the_rest_pale_grey()
    {
        var planes = new float[3 * 4];
        Array.Fill(planes, 0.5f);

        using var drawn = SKBitmap.Decode(HeatOverlay.Png(planes, [1, -1, 0, float.NaN], height: 2, width: 2));

        (drawn.Width, drawn.Height).ShouldBe((2, 2));
        drawn.GetPixel(0, 0).ShouldBe(new SKColor(214, 39, 40));
        drawn.GetPixel(1, 0).ShouldBe(new SKColor(31, 119, 180));
        drawn.GetPixel(0, 1).ShouldBe(new SKColor(191, 191, 191));
        drawn.GetPixel(1, 1).ShouldBe(new SKColor(191, 191, 191), "what is no number says nothing");
    }

    [Fact]
    public void A_map_of_another_size_is_an_error() =>
        Should.Throw<ArgumentException>(() => HeatOverlay.Png(new float[12], new float[5], height: 2, width: 2));
}
