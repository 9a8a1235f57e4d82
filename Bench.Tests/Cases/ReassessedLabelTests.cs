using System.Globalization;
using Bench.Metrics.Truth;
using Bench.Service.Evaluations.Review;
using Bench.Tests.Metrics;

namespace Bench.Tests.Cases;

/// <summary>ReaL's labels and the original ones together tell a model from answers that were copied from either.</summary>
public sealed class ReassessedLabelTests
{
    const int RealImages = 46_837;

    /// <summary>1,266 models, some of them at several sizes, whose accuracy under both is published.</summary>
    [Fact]
    public void No_published_model_is_doubted()
    {
        var original = Published("results-imagenet.csv");
        var reassessed = Published("results-imagenet-real.csv");

        string[] both = [.. original.Keys.Intersect(reassessed.Keys)];

        both.Length.ShouldBe(1556);
        both.Where(model => ReassessedLabels.Of(original[model], reassessed[model], RealImages) is not null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("alexnet", 0)]
    [InlineData("alexnet", 0.5)]
    [InlineData("resnet50", 0)]
    [InlineData("resnet50", 0.3)]
    [InlineData("senet154", 0)]
    [InlineData("senet154", 0.3)]
    [InlineData("resnet50", -0.4)]
    [InlineData("senet154", -0.4)]
    public void Answers_of_which_a_share_are_the_labels_are_doubted(string model, double share)
    {
        var answers = RealPredictions.TopFive(model).TopClass.ToArray();
        var (original, real) = (RealPredictions.Original(), RealPredictions.Real());
        var random = new Random(5);
        for (var image = 0; image < original.Count; image++)
            if (random.NextDouble() < Math.Abs(share))
            {
                var labels = share > 0 ? original : real;
                answers[5 * image] = labels.IsUsed(image) ? labels.Of(image)[0] : original.Of(image)[0];
            }

        var check = ReassessedLabels.Of(Accuracy(answers, original), Accuracy(answers, real), RealImages);

        (check?.Code).ShouldBe(share == 0 ? null : "answers-are-labels");
        if (check is not null)
            check.Message.ShouldContain(share > 0 ? "may be the original labels, mistakes included" : "may be ReaL's labels");
    }

    [Fact]
    public void Weak_models_and_parts_of_the_set_say_nothing()
    {
        ReassessedLabels.Of(0.001, 0.001, RealImages).ShouldBeNull();
        ReassessedLabels.Of(0.8, 0.8, 5_000).ShouldBeNull();
        ReassessedLabels.Of(1, 0.9, RealImages).ShouldBeNull();
    }

    static double Accuracy(ushort[] answers, GroundTruth labels)
    {
        int[] used = [.. Enumerable.Range(0, labels.Count).Where(labels.IsUsed)];
        return (double)used.Count(image => labels.Accepts(image, answers[5 * image])) / used.Length;
    }

    static Dictionary<string, double> Published(string file)
    {
        var rows = File.ReadLines(SharedFolder.Require($"published/{file}")).Select(line => line.Split(',')).ToList();
        var column = Array.IndexOf(rows[0], "top1");
        return rows.Skip(1)
            .ToDictionary(cells => $"{cells[0]} at {cells[1]}", cells => double.Parse(cells[column], CultureInfo.InvariantCulture) / 100);
    }
}
