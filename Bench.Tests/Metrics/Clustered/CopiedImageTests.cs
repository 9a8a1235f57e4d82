using Bench.Metrics.Accuracy;
using Bench.Metrics.Calibration;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Mistakes;
using Bench.Metrics.MultiLabel;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Clustered;

/// <summary>Each of 60 pictures eight times, with the same answer: whatever is uncertain is as uncertain as over one copy
/// of each.</summary>
public sealed class CopiedImageTests
{
    const int Shown = 60;
    const int Often = 8;
    const int Classes = 4;

    static readonly Clusters Pictures = new([.. Enumerable.Range(0, Shown * Often).Select(image => image / Often)], Shown);

    [Fact]
    public void A_share_of_copies_is_as_uncertain_as_the_pictures_are()
    {
        var random = new Random(5);
        bool[] holds = [.. Enumerable.Range(0, Shown * Often).Select(_ => random.Next(3) == 0)];
        float[] events = [.. holds.Select(each => each ? 1f : 0f)];
        int[] all = [.. Enumerable.Range(0, holds.Length)];

        ImageShare.IntervalOf(all, image => holds[image], Pictures.Pictures).ShouldBe(ClusteredShare.Of(events, Pictures).Interval);
        ImageShare.IntervalOf(all, image => image / Often % 3 == 0, Pictures.Pictures).Low.ShouldBe(WilsonInterval.Of(20, 60).Low, 1e-9);
        ImageShare.IntervalOf(all, image => holds[image], null).ShouldBe(WilsonInterval.Of(holds.Count(true), holds.Length));
        ImageShare.IntervalOf([], image => holds[image], Pictures.Pictures).ShouldBe(Interval.None);
    }

    [Fact]
    public void Clean_accuracy_is_as_uncertain_as_its_pictures_are()
    {
        var (once, often) = (Made(1), Made(Often));
        var one = ShiftScores.CleanTop1(ImageOutcomes.Of(once.Predictions, once.Labels), new Dictionary<string, int>());
        var copies = ShiftScores.CleanTop1(
            ImageOutcomes.Of(often.Predictions, often.Labels) with
            {
                Pictures = Pictures,
            },
            new Dictionary<string, int>()
        );

        copies.Value.ShouldBe(one.Value);
        Alike(new(copies.CiLow, copies.CiHigh), new(one.CiLow, one.CiHigh));
    }

    [Fact]
    public void Classes_have_the_intervals_of_one_copy_of_each_picture()
    {
        var (once, often) = (Made(1), Made(Often));

        var one = ClassReport.Compute(once.Predictions, once.Labels);
        var copies = ClassReport.Compute(often.Predictions, often.Labels, Pictures);

        foreach (var (of, each) in copies.Zip(one))
        {
            (of.Count, of.Recall, of.Precision).ShouldBe((each.Count * Often, each.Recall, each.Precision));
            Alike(of.RecallInterval, each.RecallInterval);
            Alike(of.PrecisionInterval, each.PrecisionInterval);
            Alike(of.F1Interval, each.F1Interval);
        }
    }

    [Fact]
    public void Bins_of_a_reliability_diagram_have_the_intervals_of_one_copy()
    {
        var (once, often) = (Made(1), Made(Often));

        var one = Diagram(once, null);
        var copies = Diagram(often, Pictures.Pictures);

        copies.Count(bin => bin.Count > 0).ShouldBeGreaterThan(3);
        foreach (var (of, each) in copies.Zip(one))
        {
            of.Count.ShouldBe(each.Count * Often);
            Alike(of.Interval, each.Interval);
        }
    }

    [Fact]
    public void Groups_and_kinds_of_mistakes_have_the_intervals_of_one_copy()
    {
        var (once, often) = (Made(1), Made(Often));
        MistakeKind?[] kinds = [.. Enumerable.Range(0, Shown).Select(image => (MistakeKind?)(image % 2 == 0 ? MistakeKind.Right : null))];
        kinds[1] = kinds[3] = MistakeTally.Kinds.First(kind => kind.Severity() != MistakeSeverity.None);

        var (group, groups) = (
            SubsetAccuracy.Groups(once.Predictions, once.Labels)[0],
            SubsetAccuracy.Groups(often.Predictions, often.Labels, Pictures)[0]
        );
        var (tally, tallies) = (new MistakeTally(kinds), new MistakeTally([.. kinds.SelectMany(Copies)], Pictures));

        Alike(groups.Interval, group.Interval);
        Alike(tallies.OfImages(kinds[1]!.Value).Interval, tally.OfImages(kinds[1]!.Value).Interval);
        Alike(tallies.OfErrors(kinds[1]!.Value).Interval, tally.OfErrors(kinds[1]!.Value).Interval);
        (tallies.N, tallies.Errors).ShouldBe((tally.N * Often, 2 * Often));
    }

    [Fact]
    public void Shared_mistakes_have_the_interval_of_one_copy_and_no_p_value_of_independent_images()
    {
        var (first, second) = (Outcomes(3, 1), Outcomes(4, 1));
        var (manyFirst, manySecond) = (Outcomes(3, Often), Outcomes(4, Often));

        var one = SharedMistakes.Of(first, second, SharedMistakes.WrongModels([first, second]));
        var copies = SharedMistakes.Of(manyFirst, manySecond, SharedMistakes.WrongModels([manyFirst, manySecond]));

        copies.Share.ShouldBe(one.Share);
        Alike(copies.ShareInterval, one.ShareInterval);
        (one.ShareInterval, double.IsNaN(one.LogP)).ShouldBe(
            (WilsonInterval.Of(one.Counts.BothWrong, one.Counts.N - one.Counts.BothRight), false)
        );
        (copies.LogP, copies.Deviation).ShouldBe((double.NaN, double.NaN));
    }

    [Fact]
    public void Slices_and_ratios_to_an_oracle_have_the_intervals_of_one_copy()
    {
        var none = new Dictionary<string, int>();
        var (model, oracle, clean) = (Outcomes(3, 1), Outcomes(5, 1), Outcomes(6, 1));

        var (slice, slices) = (SliceCount.Of(model, none).Scores.Single(), SliceCount.Of(Outcomes(3, Often), none).Scores.Single());
        var ratio = OracleRelative.Of(model, oracle, clean, oracle);
        var ratios = OracleRelative.Of(Outcomes(3, Often), Outcomes(5, Often), clean, oracle);

        Alike(new(slices.CiLow / Often, slices.CiHigh / Often), new(slice.CiLow, slice.CiHigh), Shown);
        ratios.Ratio.ShouldBe(ratio.Ratio, 1e-12);
        Alike(ratios.Interval, ratio.Interval);
    }

    [Fact]
    public void Copies_of_out_of_distribution_pictures_are_drawn_together()
    {
        var (inside, once, often) = (Made(1), Made(1, seed: 8), Made(Often, seed: 8));

        var one = OpenSet(inside, once.Predictions, null);
        var copies = OpenSet(inside, often.Predictions, Pictures);
        var plain = OpenSet(inside, often.Predictions, null);

        foreach (var (of, each) in copies.Zip(one).Where(pair => pair.First.Metric == "auroc"))
        {
            of.Value.ShouldBe(each.Value, 1e-9);
            Alike(new(of.CiLow, of.CiHigh), new(each.CiLow, each.CiHigh));
        }
        var (width, independent) = (Width(copies), Width(plain));
        width.ShouldBeGreaterThan(1.1 * independent);

        static double Width(IReadOnlyList<MetricScore> scores) => scores[0].CiHigh - scores[0].CiLow;
    }

    static IReadOnlyList<MetricScore> OpenSet(
        (Predictions Predictions, GroundTruth Labels) inside,
        Predictions outside,
        Clusters? pictures
    ) =>
        OpenSetScores
            .Of(
                inside.Predictions,
                inside.Labels,
                outside,
                [],
                allClasses: false,
                new ScoringOptions { Pictures = pictures, Resamples = 400 },
                TestContext.Current.CancellationToken
            )
            .Scores;

    static IReadOnlyList<ReliabilityBin> Diagram((Predictions Predictions, GroundTruth Labels) made, IReadOnlyList<int>? pictureOf)
    {
        int[] images = [.. Enumerable.Range(0, made.Labels.Count)];
        return ReliabilityDiagram.Compute(
            Array.ConvertAll(images, image => made.Predictions.ProbabilityAt(image, 0)),
            Array.ConvertAll(images, image => TopKAccuracy.IsHit(made.Predictions, made.Labels, image, 1)),
            bins: 10,
            pictureOf: pictureOf
        );
    }

    static (Predictions Predictions, GroundTruth Labels) Made(int often, int seed = 7)
    {
        var random = new Random(seed);
        int[] truth = [.. Enumerable.Range(0, Shown).Select(_ => random.Next(Classes))];
        var logits = MadePredictions.Logits(random, Shown, Classes, truth);
        return (
            MadePredictions.From([.. logits.SelectMany(row => Enumerable.Repeat(row, often))]),
            Given.Labels([.. truth.SelectMany(label => Enumerable.Repeat(label, often))])
        );
    }

    static ImageOutcomes Outcomes(int seed, int often)
    {
        var random = new Random(seed);
        var (correct, used) = (new BitSet(Shown * often), new BitSet(Shown * often));
        for (var picture = 0; picture < Shown; picture++)
        {
            var right = random.Next(2) == 0;
            for (var copy = 0; copy < often; copy++)
                (correct[picture * often + copy], used[picture * often + copy]) = (right, true);
        }
        return new(correct, used) { Pictures = often == 1 ? null : Pictures };
    }

    static IEnumerable<MistakeKind?> Copies(MistakeKind? kind) => Enumerable.Repeat(kind, Often);

    static void Alike(Interval of, Interval one, double scale = 1)
    {
        double.IsNaN(of.Low).ShouldBe(double.IsNaN(one.Low));
        if (double.IsNaN(one.Low))
            return;
        of.Low.ShouldBe(one.Low, 1e-9 * scale);
        of.High.ShouldBe(one.High, 1e-9 * scale);
    }
}
