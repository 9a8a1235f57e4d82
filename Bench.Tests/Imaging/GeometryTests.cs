using Bench.Imaging.Contract;
using Bench.Imaging.Resize;

namespace Bench.Tests.Imaging;

public sealed class GeometryTests
{
    [Theory]
    [InlineData(500, 375, 341, 256, 58, 16)]
    [InlineData(375, 500, 256, 341, 16, 58)]
    [InlineData(500, 333, 384, 256, 80, 16)]
    [InlineData(100, 100, 256, 256, 16, 16)]
    public void Center_resizes_the_shorter_side_and_cuts_the_middle(
        int width,
        int height,
        int resizedWidth,
        int resizedHeight,
        int left,
        int top
    ) => Geometry.Of(Preprocessing.Default).Plan(width, height).ShouldBe(new(0, 0, width, height, resizedWidth, resizedHeight, left, top));

    [Fact]
    public void Origins_round_half_to_even()
    {
        var geometry = Geometry.Of(
            new()
            {
                Width = 10,
                Height = 10,
                Resize = 11,
            }
        );

        geometry.Plan(11, 13).ShouldBe(new(0, 0, 11, 13, 11, 13, 0, 2));
    }

    [Fact]
    public void A_crop_larger_than_the_picture_has_the_smaller_half_of_the_padding_first() =>
        Geometry
            .Of(
                new()
                {
                    Width = 15,
                    Height = 15,
                    Resize = 10,
                }
            )
            .Plan(10, 10)
            .ShouldBe(new(0, 0, 10, 10, 10, 10, -2, -2));

    [Fact]
    public void Squash_ignores_the_shape() =>
        Geometry.Of(new() { CropMode = CropMode.Squash, CropPct = 1 }).Plan(640, 100).ShouldBe(new(0, 0, 640, 100, 224, 224, 0, 0));

    [Fact]
    public void Border_fits_the_longer_side() =>
        Geometry.Of(new() { CropMode = CropMode.Border, CropPct = 1 }).Plan(640, 480).ShouldBe(new(0, 0, 640, 480, 224, 168, 0, -28));

    [Fact]
    public void A_crop_that_is_not_square_is_covered_with_rounded_sides() =>
        Geometry
            .Of(
                new()
                {
                    Width = 100,
                    Height = 200,
                    CropPct = 1,
                }
            )
            .Plan(333, 500)
            .ShouldBe(new(0, 0, 333, 500, 133, 200, 16, 0));

    [Fact]
    public void Precropped_pictures_meet_a_224_model_as_they_are()
    {
        Geometry.Of(Preprocessing.Default, precropped: true).Plan(224, 224).ShouldBe(new(0, 0, 224, 224, 224, 224, 0, 0));
        Geometry.Of(new() { Width = 299, Height = 299 }, precropped: true).Plan(224, 224).ShouldBe(new(0, 0, 224, 224, 299, 299, 0, 0));
    }

    [Fact]
    public void A_picture_smaller_than_its_border_keeps_it() =>
        Geometry.Of(Preprocessing.Default, border: 2).Plan(4, 50).ShouldBe(Geometry.Of(Preprocessing.Default).Plan(4, 50));

    [Fact]
    public void Contracts_that_differ_in_colours_only_share_a_geometry()
    {
        var colours = new Preprocessing
        {
            Mean = new(0, 0, 0),
            Std = new(1, 1, 1),
            ChannelOrder = ChannelOrder.Bgr,
            Layout = TensorLayout.Nhwc,
        };

        Geometry.Of(colours).ShouldBe(Geometry.Of(Preprocessing.Default));
        Geometry.Of(colours with { CropMode = CropMode.Border }).ShouldNotBe(Geometry.Of(new() { CropMode = CropMode.Border }));
    }

    [Fact]
    public void The_canonical_line_and_its_hash_tell_geometries_apart()
    {
        Geometry.Of(Preprocessing.Default).Canonical.ShouldBe("bilinear shorterside 256x256 crop 224x224 trim 0 fill 0,0,0");
        Geometry.Of(Preprocessing.Default).Hash.ShouldBe(Geometry.Of(new()).Hash);
        Geometry.Of(Preprocessing.Default, border: 2).Hash.ShouldNotBe(Geometry.Of(Preprocessing.Default).Hash);
    }
}
