using Bench.Imaging.Resize;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Work;
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
    public void A_box_beyond_its_picture_fails_the_explanation(double left, double top, double right, double bottom, bool fits)
    {
        // A border of 2 pixels is cut off before anything else.
        var plan = new CropPlan(2, 2, 496, 371, 300, 224, 38, 0);

        void Require() => BoxesInPicture.Require([new ImageBox(left, top, right, bottom)], plan, "a/b.jpg");

        if (fits)
            Should.NotThrow(Require);
        else
            Should
                .Throw<FailureException>(Require)
                .Failure.Message.ShouldContain("of a/b.jpg reaches beyond the picture, which is 500 × 375");
    }
}
