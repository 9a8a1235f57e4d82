using Bench.Api.Leaderboard;

namespace Bench.Tests.Api.Leaderboard;

public sealed class SortKeyTests
{
    [Theory]
    [InlineData(-0.7613, "resnet50")]
    [InlineData(double.PositiveInfinity, "a name with spaces, commas and ünïcode")]
    [InlineData(0, "")]
    public void A_key_reads_back_exactly_as_it_was_written(double number, string text)
    {
        var key = new SortKey(number, text, Guid.CreateVersion7());

        SortKey.Parse($"{key}", null).ShouldBe(key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bf e 3")]
    [InlineData("not ours")]
    public void What_is_no_key_is_told_apart(string text) => SortKey.TryParse(text, null, out _).ShouldBeFalse();
}
