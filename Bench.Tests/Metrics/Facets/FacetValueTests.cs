using Bench.Metrics.Facets;
using Bench.Metrics.Statistics;

namespace Bench.Tests.Metrics.Facets;

public sealed class FacetValueTests
{
    [Fact]
    public void Agrees_with_scipy_and_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("facets", "values"))
        {
            var value = new FacetValue(golden.Counts[0], golden.Counts[1], golden.Counts[2], golden.Counts[3]);
            value.PValue.ShouldBe(golden.P, 1e-9 * golden.P + 1e-300, $"{value}");
            value.ErrorRatio.ShouldBe(golden.Ratio, 1e-12);
            value.ErrorRatioInterval.Low.ShouldBe(golden.Low, 1e-10);
            value.ErrorRatioInterval.High.ShouldBe(golden.High, 1e-10);
            new[] { value.Accuracy, value.AccuracyInterval.Low, value.AccuracyInterval.High }.ShouldBe(golden.Accuracy, 1e-12);
        }
    }

    [Fact]
    public void Values_are_counted_over_used_images_that_have_one()
    {
        var values = FacetValue.Count(Bits.Masked("110-01"), [1, 2, 1, 1, 0, 2], 2);
        values.ShouldBe([new(Right: 1, N: 2, OtherRight: 2, OtherN: 2), new(Right: 2, N: 2, OtherRight: 1, OtherN: 2)]);
        values[0].ErrorRatio.ShouldBe(2); // 1 of 2 wrong against 1 of 4
        values[1].ErrorRatio.ShouldBe(0);
    }

    [Fact]
    public void Where_nothing_can_be_said_there_is_no_number()
    {
        (new FacetValue(3, 3, 4, 4).ErrorRatio, new FacetValue(0, 0, 4, 5).Accuracy, new FacetValue(1, 2, 0, 0).PValue).ShouldBe(
            (double.NaN, double.NaN, double.NaN)
        );
        new FacetValue(1, 2, 4, 4).ErrorRatioInterval.Low.ShouldBe(double.NaN);
    }

    [Fact]
    public void Fisher_s_p_is_1_for_equal_shares_and_the_same_from_either_side()
    {
        FisherExact.PValue(2, 4, 2, 4).ShouldBe(1, 1e-12);
        FisherExact.PValue(3, 10, 900, 1_000).ShouldBe(FisherExact.PValue(900, 1_000, 3, 10), 1e-15);
        Should.Throw<ArgumentOutOfRangeException>(() => FisherExact.PValue(5, 4, 0, 1));
    }

    [Fact]
    public void Few_numbers_are_values_and_many_are_put_into_five_bins_of_like_size()
    {
        NumberBins.Name([1, null, 0, 1]).ShouldBe(["1", null, "0", "1"]);
        var names = NumberBins.Name([.. Enumerable.Range(0, 100).Select(i => (double?)i)]);
        names.Distinct().ShouldBe(["[0, 20)", "[20, 40)", "[40, 60)", "[60, 80)", "[80, 99]"]);
        names.OfType<string>().CountBy(name => name).ShouldAllBe(bin => bin.Value == 20);
    }

    [Theory]
    [InlineData(7.0, 0.0, "[0, 2.857)", "[2.857, 5.714)", "[5.714, 8.571)", "[8.571, 11.43)", "[11.43, 14.15]")]
    [InlineData(
        7e6,
        0.5,
        "[0.5, 0.500003)",
        "[0.500003, 0.500006)",
        "[0.500006, 0.500009)",
        "[0.500009, 0.500011)",
        "[0.500011, 0.500015]"
    )]
    public void Edges_have_as_few_digits_as_keep_them_apart_and_each_number_is_in_the_bin_that_its_name_says(
        double divisor,
        double first,
        params string[] bins
    )
    {
        double?[] numbers = [.. Enumerable.Range(0, 100).Select(i => (double?)(first + i / divisor))];

        var names = NumberBins.Name(numbers);

        names.Distinct().ShouldBe(bins);
        foreach (var (number, name) in numbers.Zip(names))
        {
            var ends = name!
                [1..^1]
                .Split(", ")
                .Select(end => double.Parse(end, System.Globalization.CultureInfo.InvariantCulture))
                .ToArray();
            number!.Value.ShouldBeInRange(ends[0], ends[1]);
        }
    }

    [Fact]
    public void Numbers_that_are_mostly_alike_make_fewer_bins_and_each_number_has_one()
    {
        var names = NumberBins.Name([.. Enumerable.Range(0, 100).Select(i => (double?)Math.Max(0, i - 70))]);
        names.Distinct().ShouldBe(["[0, 10)", "[10, 29]"]);
    }

    sealed record Golden(int[] Counts, double P, double Ratio, double Low, double High, double[] Accuracy);
}
