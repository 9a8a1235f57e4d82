using System.Globalization;
using System.Text.Json;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Numerics;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics.Robustness;

/// <summary>Trees of other corruptions than ImageNet-C's.</summary>
public sealed class CorruptionTreeScoresTests
{
    /// <summary>RobustBench evaluates 5,000 images a cell, so its four digits are whole images.</summary>
    const int Images = 5_000;

    /// <summary>From the 75 cells, over AlexNet's published errors; RobustBench states 76.38, 64.17, 60.04 and 41.70.</summary>
    [Theory]
    [InlineData("Standard_R50", 76.37)]
    [InlineData("Hendrycks2020AugMix", 64.17)]
    [InlineData("Hendrycks2020Many", 60.05)]
    [InlineData("Tian2022Deeper_DeiT-B", 41.70)]
    public void The_mCE_of_ImageNet_C_is_RobustBenchs(string model, double published)
    {
        var path = SharedFolder.Require("published/robustbench/corruptions/unaggregated_results.csv");
        var rows = File.ReadAllLines(path).Select(line => line.Split(',')).ToArray();
        rows[0].Length.ShouldBe(1 + 75);

        (100 * Score(rows[0][1..], Cells(rows, model), [])["mce"]).ShouldBe(published, 0.005);
    }

    [Theory]
    [InlineData("Standard_R50")]
    [InlineData("Hendrycks2020AugMix")]
    public void The_mCE_of_3DCC_over_AlexNets_own_errors_is_RobustBenchs(string model)
    {
        var folder = SharedFolder.Require("published/robustbench/corruptions");
        var rows = File.ReadAllLines(Path.Combine(folder, "unaggregated_results_3d.csv")).Select(line => line.Split(',')).ToArray();
        var corruptions = rows[0][1..];
        using var published = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"{model}.json")));
        var accuracy = Cells(rows, model);
        var alexNet = corruptions
            .Zip(Cells(rows, "AlexNet"))
            .GroupBy(cell => cell.First)
            .ToDictionary(group => group.Key, group => 1 - group.Average(cell => cell.Second));

        var scores = Score(corruptions, accuracy, alexNet);

        (100 * scores["mce"]).ShouldBe(Published("corruptions_mce_3d"), 0.1);
        (100 * (1 - scores["corruption-error"])).ShouldBe(Published("corruptions_acc_3d"), 0.01);

        double Published(string name) => double.Parse(published.RootElement.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_tree_without_a_yardstick_has_its_mean_error_and_says_why_it_has_no_mCE()
    {
        string[] corruptions = ["sparkles", "sparkles", "lines", "lines", "lines"];
        var scores = Score(corruptions, [1, 0.5, 0.4, 0.6, 0.8], []);
        // (.25 + .4) / 2: each corruption counts alike, whatever its levels.
        scores["corruption-error"].ShouldBe(0.325, 1e-12);
        scores.ShouldNotContainKey("mce");
    }

    static double[] Cells(string[][] rows, string model) =>
        [.. rows.Single(row => row[0] == model)[1..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];

    static Dictionary<string, double> Score(string[] corruptions, double[] accuracy, Dictionary<string, double> yardstick)
    {
        var (name, severity, picture) = (new List<string>(), new List<int>(), new List<int>());
        var level = new Dictionary<string, int>();
        var right = new List<bool>();
        for (var cell = 0; cell < corruptions.Length; cell++)
        {
            level[corruptions[cell]] = level.GetValueOrDefault(corruptions[cell]) + 1;
            for (var i = 0; i < Images; i++)
            {
                name.Add(corruptions[cell]);
                severity.Add(level[corruptions[cell]]);
                picture.Add(i);
                right.Add(i < (int)Math.Round(accuracy[cell] * Images));
            }
        }
        var (correct, used) = (new BitSet(right.Count), new BitSet(right.Count));
        for (var i = 0; i < right.Count; i++)
            (correct[i], used[i]) = (right[i], true);
        var images = new CorruptedImages
        {
            Corruption = name,
            Severity = severity,
            Picture = picture,
            Pictures = Images,
            Yardstick = yardstick,
        };
        var derived = CorruptionScores.Of(
            images,
            new ImageOutcomes(correct, used),
            null,
            "none",
            new Dictionary<string, int>(),
            ScoringOptions.Default with
            {
                Resamples = 20,
            }
        );
        derived.Scores.ShouldAllBe(score => score.CiLow <= score.Value && score.Value <= score.CiHigh);
        return derived.Scores.ToDictionary(score => score.Metric, score => score.Value);
    }
}
