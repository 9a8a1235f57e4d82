using Bench.Service.Explanations;
using Bench.Service.Refusals;

namespace Bench.Tests.Service.Explanations;

/// <summary>What an explanation is when little is said, and what is refused.</summary>
public sealed class ExplanationRequestTests
{
    [Fact]
    public void What_is_left_out_is_integrated_gradients_of_the_class_that_the_model_gives()
    {
        var spec = (Request() with { Image = "7" }).Settle(image: 7);

        (spec.Method, spec.Draws, spec.Class, spec.Image).ShouldBe(("integrated-gradients", 50, ExplainedClass.Best, 7));
        (spec.Images, spec.Seed, spec.NeedsGradient).ShouldBe((1, 0, true));
        (Request() with { Images = 5, Method = "rise" }).Settle(null).Draws.ShouldBe(1_000);
        (Request() with { Images = 5, Method = "occlusion" }).Settle(null).Draws.ShouldBe(0);
    }

    [Fact]
    public void More_answers_than_one_go_allows_are_refused_with_the_number_of_images_that_it_does()
    {
        var refusal = Should.Throw<RefusalException>(() => (Request() with { Images = 81, Method = "rise" }).Settle(null));

        refusal.Errors!["images"].ShouldHaveSingleItem().ShouldContain("at most 80 images");
        (Request() with { Images = 80, Method = "rise" }).Settle(null).Images.ShouldBe(80);
    }

    [Theory]
    [InlineData("lime", null, "method")]
    [InlineData("grad-cam", 5, "draws")]
    [InlineData("occlusion", 5, "draws")]
    [InlineData("rise", 0, "draws")]
    public void What_no_method_does_is_refused(string method, int? draws, string field) =>
        Should
            .Throw<RefusalException>(() => (Request() with { Image = "7", Method = method, Draws = draws }).Settle(7))
            .Errors!.Keys.ShouldBe([field]);

    [Fact]
    public void A_sample_adds_up_to_means_with_intervals()
    {
        ExplainedImage[] images =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i => new ExplainedImage(i, $"{i}", 1, FidelityCurve.Of([0, i % 2]), FidelityCurve.Of([i % 2, 0]), [])),
        ];

        var summary = ExplanationSummary.Of(new(images), excluded: 2);

        (summary.Images.Count, summary.Excluded, summary.Images[1].Probability).ShouldBe((30, 2, 1));
        (summary.Insertion.Area.Value, summary.Deletion.Probabilities[0].Value).ShouldBe((0.25, 0.5));
        summary.Deletion.Probabilities[0].CiLow!.Value.ShouldBe(0.318, 0.001);
        ExplanationSummary.Of(new(images[..29]), excluded: 0).Insertion.Area.CiLow.ShouldBeNull();
    }

    static ExplanationRequest Request() => new() { ModelIds = [Guid.NewGuid()], Dataset = "val" };
}
