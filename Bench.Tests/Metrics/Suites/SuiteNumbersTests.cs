using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Conformal;
using Bench.Metrics.Derived;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Scoring;
using Bench.Metrics.Statistics;
using Bench.Metrics.Suites;

namespace Bench.Tests.Metrics.Suites;

public sealed class SuiteNumbersTests
{
    static readonly Dictionary<string, int> Nothing = [];

    [Fact]
    public void A_mean_by_hand()
    {
        MemberEstimate[] members = [new(0.5, new(0.4, 0.6), "near"), new(0.7, new(0.6, 0.9), "near"), new(0.9, new(0.9, 0.9), "far")];

        var each = MemberMean.Of(members);
        var groups = MemberMean.Of(members, byGroup: true, sharesImages: true);

        each.Value.ShouldBe(0.7, 1e-12);
        each.Interval.Low.ShouldBe(0.7 - Math.Sqrt(0.01 + 0.01) / 3, 1e-12);
        each.Interval.High.ShouldBe(0.7 + Math.Sqrt(0.01 + 0.04) / 3, 1e-12);
        // Near has (0.5 + 0.7) / 2, far 0.9; the ends are the same means of the ends.
        groups.Value.ShouldBe(0.75, 1e-12);
        groups.Interval.Low.ShouldBe(((0.4 + 0.6) / 2 + 0.9) / 2, 1e-12);
        groups.Interval.High.ShouldBe(((0.6 + 0.9) / 2 + 0.9) / 2, 1e-12);
    }

    [Fact]
    public void A_mean_agrees_with_NumPy_and_sharing_images_makes_it_wider()
    {
        foreach (var golden in GoldenNumbers.Read<Means>("suites", "means"))
        {
            MemberEstimate[] members =
            [
                .. golden.Values.Select((value, i) => new MemberEstimate(value, new(golden.Low[i], golden.High[i]), golden.Groups[i])),
            ];
            Same(MemberMean.Of(members), golden.Independent);
            Same(MemberMean.Of(members, sharesImages: true), golden.Shared);
            Same(MemberMean.Of(members, byGroup: true), golden.ByGroup);
            Same(MemberMean.Of([.. members.Reverse()]), golden.Independent);
            golden.Shared[1].ShouldBeLessThanOrEqualTo(golden.Independent[1]);
            golden.Shared[1].ShouldBeGreaterThanOrEqualTo(golden.Low.Min());
        }
    }

    [Fact]
    public void A_member_without_an_interval_leaves_the_mean_without_one_and_no_member_leaves_nothing()
    {
        var half = MemberMean.Of([new(0.5, Interval.None), new(0.7, new(0.6, 0.8))]);

        half.Value.ShouldBe(0.6, 1e-12);
        (double.IsNaN(half.Interval.Low), double.IsNaN(half.Interval.High)).ShouldBe((true, true));
        double.IsNaN(MemberMean.Of([]).Value).ShouldBeTrue();
    }

    [Fact]
    public void The_interval_of_a_mean_of_shares_covers_as_often_as_it_says()
    {
        var random = new Random(5);
        double[] truth = [0.8, 0.05, 0.4, 0.62];
        int[] images = [400, 300, 200, 500];
        var covered = 0;
        for (var world = 0; world < 2000; world++)
        {
            var members = truth.Select(
                (p, i) =>
                {
                    var right = Enumerable.Range(0, images[i]).Count(_ => random.NextDouble() < p);
                    return new MemberEstimate((double)right / images[i], WilsonInterval.Of(right, images[i]));
                }
            );
            var interval = MemberMean.Of([.. members]).Interval;
            if (interval.Low <= truth.Average() && truth.Average() <= interval.High)
                covered++;
        }
        covered.ShouldBeInRange(1880, 1920, "95 % of 2,000, give or take two standard errors");
    }

    [Fact]
    public void Full_spectrum_agrees_with_scikit_learn_ties_included()
    {
        foreach (var golden in GoldenNumbers.Read<Spectra>("suites", "spectra"))
        {
            var found = FullSpectrum.Of([.. golden.Inside.Select(scores => StrangeImages.Of(scores))], StrangeImages.Of(golden.Outside));
            found.Auroc.ShouldBe(golden.Auroc, 1e-12);
            found.Fpr95.ShouldBe(golden.Fpr95, 1e-12);
            found.Fpr95Id.ShouldBe(golden.Fpr95Id, 1e-12);
            (found.Inside, found.Outside).ShouldBe((golden.Inside.Sum(scores => scores.Length), golden.Outside.Length));
            found.Auroc.ShouldBeInRange(found.AurocInterval.Low, found.AurocInterval.High);
        }
        double.IsNaN(FullSpectrum.Of([], StrangeImages.Of(new[] { 1f })).Auroc).ShouldBeTrue();
    }

    [Fact]
    public void Coverage_under_shift_agrees_with_NumPy_and_falls_below_what_is_promised()
    {
        foreach (var golden in GoldenNumbers.Read<Shifts>("suites", "shifts"))
        {
            var scores = ShiftedConformalScores
                .Of(
                    Given.Logits(golden.Clean),
                    Given.Labels(golden.Label),
                    Bits.Where(golden.Label.Length, i => golden.Calibration[i]),
                    Given.Logits(golden.Shifted),
                    Given.Labels(golden.ShiftedLabel),
                    Nothing,
                    ScoringOptions.Default with
                    {
                        Resamples = 200,
                    }
                )
                .Scores.ToDictionary(score => score.Metric);
            foreach (var (method, expected) in new[] { (ConformalMethod.Lac, golden.Lac), (ConformalMethod.Aps, golden.Aps) })
            {
                var coverage = scores[ShiftedConformalMetrics.CoverageId(method)];
                coverage.Value.ShouldBe(expected.Coverage, 1e-12);
                coverage.CiHigh.ShouldBeLessThan(0.9);
                (coverage.CiLow, coverage.CiHigh, coverage.N).ShouldBe(
                    (
                        WilsonInterval.Of((long)Math.Round(coverage.Value * coverage.N), coverage.N).Low,
                        WilsonInterval.Of((long)Math.Round(coverage.Value * coverage.N), coverage.N).High,
                        golden.Shifted.Length
                    )
                );
                var size = scores[ShiftedConformalMetrics.SizeId(method)];
                size.Value.ShouldBe(expected.Size, 1e-12);
                size.Value.ShouldBeInRange(size.CiLow, size.CiHigh);
            }
        }
    }

    /// <summary>Frames of one film that all look alike are one observation of its picture.</summary>
    [Fact]
    public void Copies_of_a_picture_make_coverage_under_shift_no_surer()
    {
        const int Copies = 4;
        var golden = GoldenNumbers.Read<Shifts>("suites", "shifts")[0];
        var once = Of(1);
        var often = Of(Copies);

        foreach (var metric in new[] { "conformal-lac-coverage-under-shift", "conformal-lac-set-size-under-shift" })
        {
            (often[metric].Value, often[metric].N).ShouldBe((once[metric].Value, Copies * once[metric].N));
            often[metric].CiLow.ShouldBe(once[metric].CiLow, 1e-6);
            often[metric].CiHigh.ShouldBe(once[metric].CiHigh, 1e-6);
        }

        Dictionary<string, MetricScore> Of(int copies)
        {
            int[] shown = [.. Enumerable.Range(0, copies * golden.Shifted.Length).Select(image => image / copies)];
            return ShiftedConformalScores
                .Of(
                    Given.Logits(golden.Clean),
                    Given.Labels(golden.Label),
                    Bits.Where(golden.Label.Length, i => golden.Calibration[i]),
                    Given.Logits([.. shown.Select(picture => golden.Shifted[picture])]),
                    Given.Labels([.. shown.Select(picture => golden.ShiftedLabel[picture])]),
                    Nothing,
                    ScoringOptions.Default with
                    {
                        Resamples = 200,
                        Pictures = copies == 1 ? null : new Clusters(shown, golden.Shifted.Length),
                    }
                )
                .Scores.ToDictionary(score => score.Metric);
        }
    }

    [Fact]
    public void A_full_spectrum_with_copies_of_pictures_has_the_interval_of_the_pictures()
    {
        float[] known = [0.1f, 0.4f, 0.2f, 0.9f],
            strange = [0.5f, 0.8f, 0.3f];
        var once = FullSpectrum.Of([StrangeImages.Of(known)], StrangeImages.Of(strange));

        var often = FullSpectrum.Of(
            [new(Enumerable.Repeat(known, 15).SelectMany(scores => scores).ToArray(), known.Length)],
            StrangeImages.Of(strange)
        );

        (often.Auroc, often.AurocInterval, often.Inside).ShouldBe((once.Auroc, once.AurocInterval, 60));
    }

    [Fact]
    public void Too_few_calibration_images_and_missing_logits_are_told()
    {
        var labels = Given.Labels([0, 1, 0]);
        var all = Given.Logits([
            [2, 1],
            [1, 2],
            [3, 0],
        ]);
        var few = ShiftedConformalScores.Of(all, labels, Bits.Where(3, i => i == 0), all, labels, Nothing, ScoringOptions.Default);
        var ranks = ShiftedConformalScores.Of(
            Given.Ranks(2, 0, 1, 0),
            labels,
            Bits.Where(3, i => i == 0),
            all,
            labels,
            Nothing,
            ScoringOptions.Default
        );

        few.Missing.ShouldAllBe(missing => missing.Reason.Contains("1 calibration images, too few"));
        few.Missing.Select(missing => missing.Metric).ShouldBe(ShiftedConformalMetrics.Ids);
        ranks.Missing.ShouldAllBe(missing => missing.Reason.Contains("all logits"));
    }

    static void Same(MemberMean found, double[] expected)
    {
        found.Value.ShouldBe(expected[0], 1e-12);
        found.Interval.Low.ShouldBe(expected[1], 1e-12);
        found.Interval.High.ShouldBe(expected[2], 1e-12);
    }

    sealed record Means(
        double[] Values,
        double[] Low,
        double[] High,
        string[] Groups,
        double[] Independent,
        double[] Shared,
        double[] ByGroup
    );

    sealed record Spectra(float[][] Inside, float[] Outside, double Auroc, double Fpr95, double Fpr95Id);

    sealed record Shifts(double[][] Clean, int[] Label, bool[] Calibration, double[][] Shifted, int[] ShiftedLabel, Sets Lac, Sets Aps);

    sealed record Sets(double Coverage, double Size);
}
