using System.Runtime.Intrinsics;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Numerics;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics.Robustness;

public class CorruptionScoresTests
{
    const int Pictures = 4;

    /// <summary>Four pictures under the 15 corruptions and one extra: picture p is wrong from severity 1 + p + (place of the corruption mod
    /// 3) on.</summary>
    static readonly string[] Corruptions = [.. CorruptionSummary.Averaged, "spatter"];

    [Fact]
    public void Every_number_of_a_small_tree_by_hand()
    {
        var (images, outcomes) = Tree(Corruptions);
        var clean = Outcomes(Pictures, i => i != 3);

        var scores = CorruptionScores
            .Of(images, outcomes, clean, "", new Dictionary<string, int>(), ScoringOptions.Default)
            .Scores.ToDictionary(score => score.Metric);

        // Place 0, 3, …: wrong from severities 1, 2, 3 and 4 on: 5 + 4 + 3 + 2 of 20. Place 1: 4 + 3 + 2 + 1. Place 2: 3 + 2 + 1 + 0.
        double[] errors =
        [
            .. Corruptions.Select(
                (_, place) =>
                    (place % 3) switch
                    {
                        0 => 0.7,
                        1 => 0.5,
                        _ => 0.3,
                    }
            ),
        ];
        scores["error-gaussian-noise"].Value.ShouldBe(0.7, 1e-12);
        scores["ce-shot-noise"].Value.ShouldBe(0.5 / 0.894, 1e-12);
        scores["relative-ce-impulse-noise"].Value.ShouldBe((0.3 - 0.25) / (0.923 - 0.4348), 1e-12);
        scores["error-spatter"].Value.ShouldBe(0.7, 1e-12);
        scores.ShouldNotContainKey("ce-spatter");
        scores["mce"]
            .Value.ShouldBe(CorruptionSummary.Averaged.Select((name, place) => errors[place] / AlexNetErrors.Mean[name]).Average(), 1e-12);
        scores["relative-mce"]
            .Value.ShouldBe(
                CorruptionSummary.Averaged.Select((name, place) => (errors[place] - 0.25) / (AlexNetErrors.Mean[name] - 0.4348)).Average(),
                1e-12
            );
        scores["mce"].N.ShouldBe(15 * 5 * Pictures);
        foreach (var score in scores.Values)
            (score.CiLow <= score.Value && score.Value <= score.CiHigh).ShouldBeTrue(score.Metric);
    }

    [Fact]
    public void The_interval_draws_the_copies_of_a_picture_together()
    {
        // One picture of four is wrong everywhere: drawn together, a resample's error is a share of four pictures and not of three hundred
        // images.
        var (images, _) = Tree([.. CorruptionSummary.Averaged]);
        var outcomes = Outcomes(images.Corruption.Count, i => images.Picture[i] != 0);

        var fog = CorruptionScores
            .Of(images, outcomes, null, "", new Dictionary<string, int>(), ScoringOptions.Default)
            .Scores.Single(score => score.Metric == "error-fog");

        fog.Value.ShouldBe(0.25, 1e-12);
        fog.CiLow.ShouldBe(0);
        fog.CiHigh.ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public void A_resample_of_ones_is_the_value_itself()
    {
        var (images, outcomes) = Tree(Corruptions);
        var replicated = new ReplicatedCorruptions(images, outcomes, Corruptions, Outcomes(Pictures, i => i != 3));
        var (weights, values) = (new Vector256<float>[replicated.Weights], new Vector512<double>[replicated.Outputs]);
        Array.Fill(weights, Vector256<float>.One);

        replicated.Replicate(weights, values);

        replicated.Weights.ShouldBe(Pictures);
        values[0][0].ShouldBe(0.7, 1e-6);
        values[replicated.MeanOutput]
            [0]
            .ShouldBe(
                CorruptionScores
                    .Of(images, outcomes, null, "", new Dictionary<string, int>(), ScoringOptions.Default)
                    .Scores.Single(score => score.Metric == "mce")
                    .Value,
                1e-6
            );
    }

    [Fact]
    public void A_part_of_the_tree_says_what_is_missing()
    {
        var (images, outcomes) = Tree([.. CorruptionSummary.Averaged.Where(name => name != "snow")], without: ("fog", 3));

        var derived = CorruptionScores.Of(
            images,
            outcomes,
            null,
            "no clean evaluation",
            new Dictionary<string, int>(),
            ScoringOptions.Default
        );

        var missing = derived.Missing.ToDictionary(score => score.Metric, score => score.Reason);
        missing["mce"].ShouldBe("needs the 15 corruptions at severities 1 to 5; missing are snow, fog/3");
        missing["error-snow"].ShouldBe("the dataset has no snow");
        missing["ce-fog"].ShouldBe("needs severities 1 to 5; the dataset has 1, 2, 4, 5");
        missing["relative-ce-contrast"].ShouldBe("no clean evaluation");
        missing["error-saturate"].ShouldBe("the dataset has no saturate");
        derived.Scores.Select(score => score.Metric).ShouldContain("ce-contrast");
        derived.Scores.Select(score => score.Metric).Concat(missing.Keys).ShouldBe(CorruptionMetrics.Ids, ignoreOrder: true);
    }

    static (CorruptedImages Images, ImageOutcomes Outcomes) Tree(string[] corruptions, (string, int) without = default)
    {
        var images = (
            from place in Enumerable.Range(0, corruptions.Length)
            from severity in Enumerable.Range(1, 5)
            from picture in Enumerable.Range(0, Pictures)
            where (corruptions[place], severity) != without
            select (corruptions[place], place, severity, picture)
        ).ToArray();
        return (
            new CorruptedImages
            {
                Corruption = [.. images.Select(image => image.Item1)],
                Severity = [.. images.Select(image => image.severity)],
                Picture = [.. images.Select(image => image.picture)],
                Pictures = Pictures,
                CleanImage = [.. Enumerable.Range(0, Pictures)],
            },
            Outcomes(images.Length, i => images[i].severity < 1 + images[i].picture + images[i].place % 3)
        );
    }

    static ImageOutcomes Outcomes(int count, Func<int, bool> isRight)
    {
        var (correct, used) = (new BitSet(count), new BitSet(count));
        for (var i = 0; i < count; i++)
            (correct[i], used[i]) = (isRight(i), true);
        return new(correct, used);
    }
}
