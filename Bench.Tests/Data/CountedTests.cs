using Bench.Data.Outcomes;

namespace Bench.Tests.Data;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 images")]
    [InlineData(1, "1 image")]
    [InlineData(2, "2 images")]
    [InlineData(50_000, "50,000 images")]
    public void A_noun_follows_its_number(long count, string text) => Counted.Of(count, "image").ShouldBe(text);

    [Theory]
    [InlineData(1, "1 class is")]
    [InlineData(3, "3 classes are")]
    public void So_does_its_verb(long count, string text) => Counted.Of(count, "class is", "classes are").ShouldBe(text);
}
