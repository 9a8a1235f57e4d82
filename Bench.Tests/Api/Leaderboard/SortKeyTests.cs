using Bench.Api.Leaderboard;

namespace Bench.Tests.Api.Leaderboard;

public sealed class SortKeyTests
{
    [Theory]
    [InlineData(-0.7613, "resnet50")]
    [InlineData(double.PositiveInfinity, "a name with spaces, commas and ünïcode")]
    [InlineData(0, "")]
    public void A_cursor_says_exactly_where_a_row_stands(double number, string text)
    {
        var key = new SortKey(number, text, Guid.CreateVersion7());

        SortKey.Parse(key.ToCursor()).ShouldBe(key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("bm90IG91cnM")]
    public void What_is_no_cursor_is_told_apart(string cursor) => SortKey.Parse(cursor).ShouldBeNull();
}
