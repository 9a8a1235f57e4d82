using System.Globalization;
using Bench.Api.Leaderboard.Plans;

namespace Bench.Tests.Api.Leaderboard;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("25000000", 25_000_000)]
    [InlineData("25M", 25_000_000)]
    [InlineData(" 25.6 m ", 25_600_000)]
    [InlineData("4.1G", 4_100_000_000)]
    [InlineData("4.1B", 4_100_000_000)]
    [InlineData(".5k", 500)]
    [InlineData("1.2345k", 1_234)]
    [InlineData("9T", 9_000_000_000_000)]
    public void A_large_count_may_be_written_short(string text, long value)
    {
        Quantity.TryParse(text, new NumberFormatInfo { NumberDecimalSeparator = "," }, out var quantity).ShouldBeTrue();
        quantity.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1,5M")]
    [InlineData("1e6")]
    [InlineData("25MM")]
    [InlineData("9999999999999T")]
    public void What_is_no_count_is_none(string? text) => Quantity.TryParse(text, null, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(25_000_000, "25M")]
    [InlineData(25_557_032, "25557032")]
    [InlineData(4_100_000_000, "4.1G")]
    [InlineData(1_500, "1.5k")]
    public void It_is_written_so_that_it_reads_back_as_the_same_count(long value, string text)
    {
        new Quantity(value).ToString().ShouldBe(text);
        Quantity.Parse(text, null).Value.ShouldBe(value);
    }
}
