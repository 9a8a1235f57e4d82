using Bench.Data.Labels;
using Bench.Service.Labels;

namespace Bench.Tests.Service.Labels;

public sealed class ImageVerdictTests
{
    [Theory]
    [InlineData(Verdict.Guessed, 3, Verdict.Given)]
    [InlineData(Verdict.Both, 3, Verdict.Given)]
    [InlineData(Verdict.Guessed, 4, Verdict.Guessed)]
    [InlineData(Verdict.Neither, null, Verdict.Neither)]
    public void Who_names_the_label_that_an_image_has_confirms_it(Verdict said, int? named, Verdict means)
    {
        var verdict = new ImageVerdict(said, (ushort?)named);

        verdict.On([3]).Verdict.ShouldBe(means);
        // Of several labels to name one is to say that the others are wrong.
        verdict.On([3, 5]).ShouldBe(verdict);
        verdict.On([]).ShouldBe(verdict);
    }
}
