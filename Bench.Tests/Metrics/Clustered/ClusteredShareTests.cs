using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Facets;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics.Clustered;

public sealed class ClusteredShareTests
{
    [Fact]
    public void Agrees_with_cluster_robust_regressions_of_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("facet_clusters", "values"))
        {
            var found = ClusteredShare.Of(golden.Events, golden.Codes, 2, new Clusters(golden.Pictures, golden.Count));
            foreach (var (share, expected) in found.Zip(golden.Expected))
            {
                share.Share.ShouldBe(expected.Share, 1e-7);
                share.Ratio.ShouldBe(expected.Ratio, 1e-6);
                new[] { share.Interval.Low, share.Interval.High }.ShouldBe(expected.Interval, 1e-6);
                share.PValue.ShouldBe(expected.P, 1e-6);
            }
        }
    }

    [Fact]
    public void Copies_that_say_the_same_say_it_once()
    {
        // Twenty pictures, ten of them wrong: once each, and in fifty copies each.
        float[] events = [.. Enumerable.Range(0, 20).Select(i => i % 2 * 1f)];
        ushort[] codes = [.. Enumerable.Range(0, 20).Select(i => (ushort)(i < 12 ? 1 : 2))];
        int[] places = [.. Enumerable.Range(0, 20)];
        var copies = Enumerable.Range(0, 50);

        var once = ClusteredShare.Of(events, codes, 2, new Clusters(places, 20))[0];
        var often = ClusteredShare.Of(
            [.. copies.SelectMany(_ => events)],
            [.. copies.SelectMany(_ => codes)],
            2,
            new Clusters([.. copies.SelectMany(_ => places)], 20)
        )[0];

        (often.N, often.Pictures, once.N).ShouldBe((600, 12, 12));
        often.Interval.Low.ShouldBe(once.Interval.Low, 1e-9);
        often.RatioInterval.High.ShouldBe(once.RatioInterval.High, 1e-9);
        often.PValue.ShouldBe(once.PValue, 1e-9);
    }

    [Fact]
    public void With_one_image_a_picture_intervals_are_the_plain_ones()
    {
        var outcomes = new ImageOutcomes(Bits.Of("110010110100"), Bits.Of("111111111101"));
        ushort[] codes = [1, 1, 2, 2, 1, 2, 2, 1, 1, 2, 1, 2];
        var plain = FacetEstimate.Of(outcomes, codes, 2, null);
        var clustered = FacetEstimate.Of(outcomes, codes, 2, new Clusters([.. Enumerable.Range(0, 12)], 12));

        foreach (var (a, b) in plain.Zip(clustered))
        {
            (a.N, a.Pictures).ShouldBe((b.N, b.Pictures));
            b.Accuracy.ShouldBe(a.Accuracy, 1e-12);
            b.AccuracyInterval.High.ShouldBe(a.AccuracyInterval.High, 1e-9);
            b.ErrorRatio.ShouldBe(a.ErrorRatio, 1e-12);
            b.ErrorRatioInterval.Low.ShouldBe(a.ErrorRatioInterval.Low, 1e-9);
        }
    }

    [Fact]
    public void Where_nothing_can_be_said_there_is_no_number()
    {
        var found = ClusteredShare.Of([1, 0, float.NaN, 1], [1, 1, 2, 0], 3, new Clusters([0, 0, 1, 1], 2));

        // One picture alone has a value; the other's images are not used, or have none.
        (found[0].N, found[0].Share, found[0].PValue).ShouldBe((2, 0.5, double.NaN));
        (found[1].N, found[1].Share, found[2].Interval.Low).ShouldBe((0, double.NaN, double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new Clusters([0, 2], 2));
        Should.Throw<ArgumentException>(() => ClusteredShare.Of([1], [1, 1], 1, new Clusters([0], 1)));
    }

    [Fact]
    public void A_calibration_error_by_value_is_that_of_its_images_and_widens_where_images_are_copies()
    {
        var random = new Random(4);
        var pictures = 40;
        int[] hit = [.. Enumerable.Range(0, pictures).Select(_ => random.Next(3) > 0 ? 1 : 0)];
        var rows = MadePredictions.Logits(random, pictures, 5, [.. Enumerable.Range(0, pictures).Select(_ => random.Next(5))]);
        var predictions = MadePredictions.From([.. Enumerable.Repeat(rows, 6).SelectMany(each => each)], 5);
        var right = string.Concat(Enumerable.Repeat(string.Concat(hit), 6));
        var outcomes = new ImageOutcomes(Bits.Of(right), Bits.Of(new string('1', right.Length)));
        ushort[] codes = [.. Enumerable.Range(0, right.Length).Select(i => (ushort)(i % pictures < 25 ? 1 : 2))];
        int[] places = [.. Enumerable.Range(0, right.Length).Select(i => i % pictures)];
        var options = ScoringOptions.Default with { Resamples = 400 };

        var copies = ClusteredCalibration.Of(predictions, outcomes, codes, 3, new Clusters(places, pictures), options);
        var alone = ClusteredCalibration.Of(
            predictions,
            outcomes,
            codes,
            3,
            new Clusters([.. Enumerable.Range(0, right.Length)], right.Length),
            options
        );

        var expected = Enumerable
            .Range(0, 25)
            .Select(i => (Confidence: Confidence(rows[i]), Right: hit[i]))
            .GroupBy(each => Math.Clamp((int)Math.Ceiling(each.Confidence * 15) - 1, 0, 14))
            .Sum(bin => Math.Abs(bin.Sum(each => each.Right - each.Confidence)) / 25);
        copies[0].Value.ShouldBe(expected, 1e-5);
        copies[0].Value.ShouldBe(alone[0].Value, 1e-9);
        (copies[0].Interval.High - copies[0].Interval.Low).ShouldBeGreaterThan(1.5 * (alone[0].Interval.High - alone[0].Interval.Low));
        copies[2].Value.ShouldBe(double.NaN);

        static double Confidence(float[] row) => 1 / row.Sum(each => Math.Exp((double)each - row.Max()));
    }

    sealed record Golden(int[] Pictures, int Count, float[] Events, ushort[] Codes, Expected[] Expected);

    sealed record Expected(double Share, double[] Interval, double P, double Ratio);
}
