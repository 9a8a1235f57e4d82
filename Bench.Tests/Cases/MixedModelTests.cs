using System.Globalization;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Tests.Metrics;

namespace Bench.Tests.Cases;

/// <summary>Real predictions of two models in one file.</summary>
public sealed class MixedModelTests
{
    [Theory]
    [InlineData("resnet50", "vgg16", 2, true)]
    [InlineData("resnet50", "alexnet", 8, true)]
    [InlineData("resnet50", "resnet50", 2, false)]
    [InlineData("alexnet", "alexnet", 2, false)]
    [InlineData("senet154", "senet154", 2, false)]
    public void Ranks_of_two_models_that_take_turns_are_doubted(string model, string other, int one, bool isDoubted) =>
        Codes(RealPredictions.TopFive(model), RealPredictions.TopFive(other), image => image % one == 0)
            .ShouldBe(isDoubted ? ["models-mixed"] : []);

    [Theory]
    [InlineData("ResNet50.csv", "ViT.csv", true)]
    [InlineData("ResNet50.csv", "ResNet50.csv", false)]
    [InlineData("ViT.csv", "ViT.csv", false)]
    public void So_are_answers_with_their_confidence(string model, string other, bool isDoubted) =>
        Codes(RealPredictions.TopConfidence(model), RealPredictions.TopConfidence(other), image => image % 2 == 0)
            .ShouldBe(isDoubted ? ["models-mixed"] : []);

    /// <summary>The numbers of the validation images are drawn at random; in the order of other names a half may be of
    /// harder pictures.</summary>
    [Theory]
    [InlineData(DatasetVariants.ValKey, true)]
    [InlineData("custom", false)]
    public void Halves_are_compared_where_their_order_says_nothing(string variant, bool isDoubted) =>
        Codes(RealPredictions.TopFive("resnet50"), RealPredictions.TopFive("resnet152"), image => image < 25_000, variant: variant)
            .ShouldBe(isDoubted ? ["models-mixed"] : []);

    [Fact]
    public void Labels_in_every_second_row_are_two_sources() =>
        Codes(RealPredictions.TopConfidence("ViT.csv"), Labelled("ViT.csv"), image => image % 2 == 0).ShouldBe(["models-mixed"]);

    /// <summary>Two views of each picture differ by themselves.</summary>
    [Fact]
    public void Pictures_that_take_turns_by_their_names_are_not_compared() =>
        Codes(
                RealPredictions.TopFive("resnet50"),
                RealPredictions.TopFive("alexnet"),
                image => image % 2 == 0,
                image => string.Create(CultureInfo.InvariantCulture, $"{image / 2:D8}_{(image % 2 == 0 ? "plain" : "blurred")}.png")
            )
            .ShouldBeEmpty();

    /// <summary>A list with one image of each class after the other has every second class in every second row, and
    /// easier ones among them.</summary>
    [Theory, InlineData(true, false), InlineData(false, true)]
    public void Classes_that_take_turns_are_not_compared(bool inTurn, bool isDoubted)
    {
        var random = new Random(5);
        bool[] correct = [.. Enumerable.Range(0, 2_000).Select(image => image % 2 == 0 || random.Next(3) > 0)];
        var target = Target(2_000, "custom", Named, image => (ushort)(inTurn ? image % 10 : image / 200));
        var answers = new Answers(new ushort[2_000], 1, 1000, RanksOnly: true, Verified: false);

        (MixedModels.Of(answers, correct, target.Manifest) is not null).ShouldBe(isDoubted);
    }

    [Fact]
    public void A_worker_runs_one_model() =>
        Codes(RealPredictions.TopFive("resnet50"), RealPredictions.TopFive("alexnet"), image => image % 2 == 0, verified: true)
            .ShouldBeEmpty();

    /// <summary>A sum over the logits is the same of no two models, whatever they answer.</summary>
    [Theory, InlineData(0, false), InlineData(0.5, true)]
    public void Scores_of_another_height_take_turns(double higher, bool isDoubted)
    {
        var random = new Random(3);
        var sums = new float[1_000];
        for (var image = 0; image < sums.Length; image++)
            sums[image] = (float)(8 + random.NextDouble() + (image % 4 == 1 ? higher : 0));
        var answers = new Answers(new ushort[1_000], 1, 1000, RanksOnly: false, Verified: false) { LogSumExp = sums };

        MixedModels
            .Of(answers, new bool[1_000], Target(1_000, "custom", Named, _ => 0).Manifest)
            ?.Message.ShouldContain("image in 4, from 1");
        (MixedModels.Of(answers, new bool[1_000], Target(1_000, "custom", Named, _ => 0).Manifest) is not null).ShouldBe(isDoubted);
    }

    static Predictions Labelled(string file)
    {
        var labels = RealPredictions.Original();
        return RealPredictions.TopConfidence(file) with
        {
            TopClass = Enumerable.Range(0, labels.Count).Select(image => labels.Of(image)[0]).ToArray(),
        };
    }

    static string Named(int image) => string.Create(CultureInfo.InvariantCulture, $"ILSVRC2012_val_{image + 1:D8}.JPEG");

    /// <summary>Codes of the checks of the first model's answers, some of which are the other's.</summary>
    static IEnumerable<string> Codes(
        Predictions model,
        Predictions other,
        Func<int, bool> isOther,
        Func<int, string>? name = null,
        string variant = "custom",
        bool verified = false
    )
    {
        var labels = RealPredictions.Original();
        var (ranks, logits) = (model.TopClass.ToArray(), model.TopLogit.ToArray());
        for (var image = 0; image < labels.Count; image++)
            if (isOther(image))
            {
                other.TopClass.Span.Slice(image * model.HeadSize, model.HeadSize).CopyTo(ranks.AsSpan(image * model.HeadSize));
                if (logits.Length > 0)
                    logits[image] = other.TopLogit.Span[image];
            }
        var answers = new Answers(ranks, model.HeadSize, 1000, RanksOnly: logits.Length == 0, verified)
        {
            Confidence = Answers.ConfidenceOf(logits, model.LogSumExp.Span, model.HeadSize),
        };
        return AnswerChecks
            .Of(answers, Target(labels.Count, variant, name ?? Named, image => labels.Of(image)[0]))
            .Select(check => check.Code);
    }

    static LabelTarget Target(int images, string variant, Func<int, string> name, Func<int, ushort> label)
    {
        var space = ImageNet1kClasses.Space;
        return new(
            new()
            {
                Layout = "csv",
                Variant = variant,
                ClassSpaceKey = space.Key,
                ClassSpaceHash = space.Hash,
                ClassCount = space.Count,
                Images =
                [
                    .. Enumerable
                        .Range(0, images)
                        .Select(image => new ManifestImage(name(image), 0, default, [label(image)], FacetSet.None)),
                ],
            },
            "0",
            space
        );
    }
}
