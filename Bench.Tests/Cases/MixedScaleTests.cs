using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Rows, classes or confidences of two scales, as of two files put together; and confidences of other images.</summary>
public sealed class MixedScaleTests
{
    const int Rows = 300;
    const int Classes = 100;

    [Theory]
    [InlineData("none", 10, null)]
    [InlineData("the first half", 10, "up to 149")]
    [InlineData("the first half", 2, "149")]
    [InlineData("the first half", 0.1, "from 150 on")]
    [InlineData("each second", 3, "one of each 2 from 1")]
    [InlineData("a third, scattered", 10, null)]
    [InlineData("the first half", 1.2, null)]
    public void Rows_of_two_scales_are_told(string which, double times, string? where)
    {
        var random = new Random(3);
        var scales = new RowScales(Classes);
        for (var row = 0; row < Rows; row++)
            Add(scales, Row(random, IsIn(row) ? times : 1));

        Told(scales, which is not "none" && times != 1.2, "rows", where);

        bool IsIn(int row) =>
            which switch
            {
                "the first half" => row < Rows / 2,
                "each second" => row % 2 == 1,
                "a third, scattered" => row * 7919 % 30 < 10,
                _ => false,
            };
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(3, true)]
    [InlineData(1.2, false)]
    public void Classes_of_two_scales_are_told(double times, bool told)
    {
        var random = new Random(4);
        var scales = new RowScales(Classes);
        for (var row = 0; row < Rows; row++)
        {
            var logits = Row(random, 1);
            for (var @class = 0; @class < Classes / 2; @class++)
                logits[@class] *= (float)times;
            Add(scales, logits);
        }

        Told(scales, told, "classes", "up to 49");
    }

    [Fact]
    public void Rows_of_which_only_the_best_are_known_are_held_by_those_behind_the_best()
    {
        var random = new Random(5);
        var scales = new RowScales(Classes);
        for (var row = 0; row < Rows; row++)
            scales.AddRanked([.. Row(random, row < 100 ? 10 : 1).OrderDescending().Take(10)]);

        Told(scales, true, "rows", "up to 99");
    }

    [Fact]
    public void Rows_that_were_cut_off_by_rounding_say_nothing()
    {
        var scales = new RowScales(Classes);
        for (var row = 0; row < Rows; row++)
            scales.AddRanked(row < 200 ? [0, -1, -2, -80, -87] : [0, -1, -2, -3, -4], -87);

        scales.Checks().ShouldBeEmpty();
    }

    /// <summary>Of probabilities in half precision more or fewer are 0, by how sure the model is of the picture.</summary>
    [Fact]
    public void Logarithms_of_probabilities_that_were_rounded_to_0_are_of_one_scale()
    {
        var random = new Random(7);
        var scales = new RowScales(Classes);
        for (var row = 0; row < Rows; row++)
        {
            var logits = Row(random, 1);
            for (var @class = 0; row % 3 > 0 && @class < Classes; @class++)
                logits[@class] = logits[@class] < 0 ? -87 : logits[@class];
            Add(scales, logits);
        }

        scales.Checks().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("as they are", null)]
    [InlineData("shuffled", "no more confident than wrong ones")]
    [InlineData("shuffled in the last quarter", "Of the images 37,500 to 49,999, counted from 0: right answers are no more confident")]
    [InlineData("ten times as sure in the first half", "the mean log-odds of the confidence are")]
    [InlineData("three times as sure in the first half", "the mean log-odds of the confidence are")]
    public void A_published_models_confidences_are_doubted_only_where_they_were_changed(string change, string? words)
    {
        foreach (var file in new[] { "ResNet50.csv", "ViT.csv" })
        foreach (var byClass in new[] { false, true })
        {
            var (confidence, correct) = Published(file, byClass);
            var random = new Random(6);
            if (change == "shuffled")
                random.Shuffle(confidence);
            else if (change == "shuffled in the last quarter")
                random.Shuffle(confidence.AsSpan(37_500));
            else if (change != "as they are")
                Sharpen(confidence.AsSpan(0, 25_000), change.StartsWith("ten", StringComparison.Ordinal) ? 10 : 3);
            var answers = new Answers(new ushort[confidence.Length], 1, 1000, RanksOnly: false, Verified: false)
            {
                Confidence = confidence,
            };

            var checks = ConfidenceChecks.Of(answers, correct).ToList();

            if (words is null)
                checks.ShouldBeEmpty($"{file} {byClass}");
            else
                checks.ShouldHaveSingleItem($"{file} {byClass}").Message.ShouldContain(words);
        }
    }

    /// <summary>As where the second best class has a third of what the best leaves, and it is no more than the best.</summary>
    static void Sharpen(Span<float> confidence, double times)
    {
        foreach (ref var p in confidence)
            p = (float)(1 / (1 + 3 * Math.Pow(Math.Min(1, (1 - p) / 3.0 / p), times)));
    }

    static (float[] Confidence, bool[] Correct) Published(string file, bool byClass)
    {
        var labels = File.ReadLines(SharedFolder.Require("labels/val_filename_wnid_sorted.txt"))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        string[] wnids = [.. labels.Values.Distinct().Order(StringComparer.Ordinal)];
        var rows = File.ReadLines(SharedFolder.Require($"predictions/{file}"))
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(cells =>
                (
                    File: cells[0],
                    Class: wnids[int.Parse(cells[1], CultureInfo.InvariantCulture)],
                    P: float.Parse(cells[2], CultureInfo.InvariantCulture)
                )
            )
            .OrderBy(row => byClass ? labels[row.File] : "", StringComparer.Ordinal)
            .ThenBy(row => row.File, StringComparer.Ordinal)
            .ToList();
        return ([.. rows.Select(row => row.P)], [.. rows.Select(row => row.Class == labels[row.File])]);
    }

    static void Told(RowScales scales, bool told, string of, string? where)
    {
        var checks = scales.Checks().ToList();
        if (!told)
        {
            checks.ShouldBeEmpty();
            return;
        }
        var check = checks.ShouldHaveSingleItem();
        check.Code.ShouldBe(CheckCodes.ScalesMixed);
        check.Message.ShouldContain(of);
        check.Message.ShouldContain(where ?? "times as far as those of the others. Two scales");
    }

    static void Add(RowScales scales, float[] row) => scales.Add(row, [.. row.OrderDescending().Take(10)]);

    /// <summary>Logits of one picture: noise of a spread that varies somewhat, and a class that stands out.</summary>
    static float[] Row(Random random, double times)
    {
        var spread = times * 2 * Math.Exp(0.2 * Normal(random));
        var row = new float[Classes];
        for (var @class = 0; @class < Classes; @class++)
            row[@class] = (float)(spread * Normal(random));
        row[random.Next(Classes)] += (float)(spread * 4);
        return row;
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
