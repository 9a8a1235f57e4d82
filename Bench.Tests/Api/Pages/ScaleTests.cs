using Bench.Api.Pages.Drawing;

namespace Bench.Tests.Api.Pages;

/// <summary>Axes: whatever the range, at least two ticks, each with a text of its own.</summary>
public sealed class ScaleTests
{
    public static readonly TheoryData<double, double> Ranges = Many();

    [Theory, MemberData(nameof(Ranges))]
    public void An_axis_has_at_least_two_ticks_that_are_told_apart(double low, double high)
    {
        var scale = Scale.Over([low, high], 0, 100);
        foreach (var about in new[] { 3, 4, 5, 6 })
        {
            var ticks = scale.NamedTicks(about, 100, " %");

            ticks.Count.ShouldBeInRange(2, 2 * about + 2, $"{low} to {high}");
            ticks.Select(tick => tick.Text).ShouldBeUnique();
            ticks.ShouldAllBe(tick => tick.Text.EndsWith(" %"));
            ticks.Select(tick => scale[tick.Value]).ShouldAllBe(pixel => pixel >= -1e-6 && pixel <= 100 + 1e-6);
        }
    }

    [Theory]
    [InlineData(301e6, 349e6)]
    [InlineData(301.0e6, 301.4e6)]
    [InlineData(1.8e9, 1.8e9)]
    [InlineData(900, 1100)]
    [InlineData(0.4, 2.5)]
    [InlineData(1e3, 5e12)]
    [InlineData(95e6, 102e6)]
    public void A_logarithmic_axis_has_at_least_two_ticks_with_a_unit(double low, double high)
    {
        var axis = new ScatterAxis("macs", "MACs", _ => null, null);
        var scale = Scale.Over([axis.Place(low), axis.Place(high)], 0, 1);

        var ticks = axis.Ticks(scale);

        ticks.Count.ShouldBeGreaterThanOrEqualTo(2);
        ticks.Select(tick => tick.Text).ShouldBeUnique();
        if (low >= 1e6)
            ticks.ShouldAllBe(tick => tick.Text.EndsWith(" M") || tick.Text.EndsWith(" G"));
        ticks.ShouldAllBe(tick => tick.Place >= scale.Low - 1e-9 && tick.Place <= scale.High + 1e-9);
    }

    [Fact]
    public void Ticks_of_a_fraction_have_the_decimals_that_they_need()
    {
        var scale = Scale.Fixed(0.7610, 0.7632, 0, 1);

        scale.NamedTicks(4, 100, " %").Select(tick => tick.Text).ShouldBe(["76.10 %", "76.15 %", "76.20 %", "76.25 %", "76.30 %"]);
        Scale.Fixed(-0.02, 0.02, 0, 1).NamedTicks(4, 100, " pp", signed: true).Select(tick => tick.Text).ShouldContain("−1 pp");
    }

    [Theory]
    [InlineData(0.8712, "0.87")]
    [InlineData(0.9971, "0.997")]
    [InlineData(0.99996, "> 0.999")]
    [InlineData(1, "1.000")]
    public void A_fit_that_is_not_perfect_is_not_written_as_one(double value, string text) =>
        ScatterSeries.RSquaredText(value).ShouldBe(text);

    static TheoryData<double, double> Many()
    {
        var data = new TheoryData<double, double>();
        var random = new Random(20261128);
        for (var i = 0; i < 200; i++)
        {
            var low = random.NextDouble() * 2 - 1;
            data.Add(low, low + Math.Pow(10, random.NextDouble() * 7 - 6));
        }
        data.Add(0, 0);
        data.Add(0.5, 0.5);
        data.Add(0, 1);
        return data;
    }
}
