using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;

namespace Bench.Tests.Service.Datasets;

/// <summary>Films that lack frames: flips across a gap are no flips between neighbours.</summary>
public sealed class FrameGapTests
{
    [Theory]
    [InlineData("1 2 3 5 6", "between 3 and 5")]
    [InlineData("0001 0002 0004", "between 2 and 4")]
    [InlineData("0 10 20 40", "between 20 and 40")]
    [InlineData("9 10 11 12", null)]
    [InlineData("2 4 6 8", null)]
    [InlineData("0 33 67 100", null)]
    [InlineData("1 5", null)]
    [InlineData("a b c", null)]
    public void A_step_that_skips_a_frame_is_doubted_and_a_constant_or_rounded_one_is_not(string frames, string? gap)
    {
        var check = FrameGaps.Of([.. Film("one", "1 2 3 4"), .. Film("two", frames)]);

        check?.Code.ShouldBe("frames-missing");
        (check?.Message.Contains($"tilt/n01440764/two has none {gap}", StringComparison.Ordinal)).ShouldBe(gap is null ? null : true);
    }

    static IEnumerable<FoundImage> Film(string name, string frames) =>
        frames.Split(' ').Select(frame => new FoundImage($"tilt/n01440764/{name}/{frame}.png", [0], FacetSet.None));
}
