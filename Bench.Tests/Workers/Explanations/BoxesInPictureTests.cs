using Bench.Imaging.Resize;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Explanations;
using Bench.Workers.Explanations;

namespace Bench.Tests.Workers.Explanations;

/// <summary>Boxes in pixels of another size of the picture point at other places than the objects.</summary>
public sealed class BoxesInPictureTests
{
    [Theory]
    [InlineData(0, 0, 500, 375, true)]
    [InlineData(1, 1, 501, 376, true)]
    [InlineData(10, 10, 503, 90, false)]
    [InlineData(10, 10, 90, 400, false)]
    [InlineData(-40, 10, 90, 90, false)]
    public void A_box_beyond_its_picture_is_named(double left, double top, double right, double bottom, bool fits)
    {
        // A border of 2 pixels is cut off before anything else.
        var plan = new CropPlan(2, 2, 496, 371, 300, 224, 38, 0);

        var why = BoxesInPicture.WhyNot([new ImageBox(left, top, right, bottom)], plan);

        if (fits)
            why.ShouldBeNull();
        else
            why.ShouldNotBeNull().ShouldContain("reaches beyond the picture, which is 500 × 375 pixels");
    }

    [Fact]
    public void An_image_with_a_box_beyond_its_picture_is_left_out_with_its_reason()
    {
        var game = PointingGame.Of([.. Explained(hits: 18, beyond: 1)], new(copies: null));

        (game.Images, game.Hits.Hits, game.Beyond, game.Problem).ShouldBe((18, 18, 1, null));
    }

    [Fact]
    public void Boxes_of_which_many_lie_beyond_their_pictures_count_nowhere()
    {
        var game = PointingGame.Of([.. Explained(hits: 17, beyond: 2)], new(copies: null));

        (game.Images, game.Hits.Value, game.Beyond).ShouldBe((0, null, 2));
        game.Problem.ShouldNotBeNull().ShouldStartWith("Of 19 images with boxes, 2 have one beyond the picture");
    }

    static IEnumerable<ExplainedImage> Explained(int hits, int beyond)
    {
        var curve = FidelityCurve.Of([0.5, 0.5]);
        var image = new ExplainedImage(0, "a.jpg", 0, curve, curve, []);
        for (var i = 0; i < hits; i++)
            yield return image with
            {
                Pointing = new Pointing(1, 1, 0),
            };
        for (var i = 0; i < beyond; i++)
            yield return image with
            {
                WhyNotPointing = "The box reaches beyond the picture.",
            };
    }
}
