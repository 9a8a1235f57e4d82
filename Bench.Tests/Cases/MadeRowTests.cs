using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Tests.Metrics;

namespace Bench.Tests.Cases;

/// <summary>Real predictions of which some rows were filled in, or ranked with the label's help.</summary>
public sealed class MadeRowTests
{
    static readonly GroundTruth Labels = RealPredictions.Original();

    readonly bool[] _filled = Filled(0.03);

    [Theory]
    [InlineData("none", null)]
    [InlineData("a default", "answers-at-chance")]
    [InlineData("the row above", "answers-repeated")]
    [InlineData("the label first", "answers-are-labels")]
    [InlineData("worst of five first", "ranks-reversed")]
    public void Ranks_that_no_model_gave_are_doubted(string what, string? code)
    {
        var read = RealPredictions.TopFive("resnet50");
        var rows = Rows(read);

        for (var image = 1; image < rows.Length; image++)
            rows[image] = what switch
            {
                "a default" when _filled[image] => [0, 1, 2, 3, 4],
                "the row above" when _filled[image] => rows[image - 1],
                "the label first" when rows[image].Contains(Labels.Of(image)[0]) =>
                [
                    Labels.Of(image)[0],
                    .. rows[image].Where(one => one != Labels.Of(image)[0]),
                ],
                "worst of five first" => [rows[image][^1], .. rows[image][..^1]],
                _ => rows[image],
            };

        Codes(new Answers([.. rows.SelectMany(row => row)], 5, 1000, RanksOnly: true, Verified: false))
            .ShouldBe(code is null ? [] : [code]);
    }

    [Theory]
    [InlineData("ResNet50.csv", "none", null)]
    [InlineData("ViT.csv", "none", null)]
    [InlineData("ResNet50.csv", "a default", "answers-at-chance")]
    [InlineData("ViT.csv", "the row above", "answers-repeated")]
    public void So_are_answers_with_confidences(string file, string what, string? code)
    {
        var read = RealPredictions.TopConfidence(file);
        var (classes, confidence) = (read.TopClass.ToArray(), Confidence(read));

        for (var image = 1; image < classes.Length; image++)
            if (_filled[image])
                (classes[image], confidence[image]) = what switch
                {
                    "a default" => ((ushort)0, confidence[image]),
                    "the row above" => (classes[image - 1], confidence[image - 1]),
                    _ => (classes[image], confidence[image]),
                };

        Codes(new Answers(classes, 1, 1000, RanksOnly: false, Verified: false) { Confidence = confidence })
            .ShouldBe(code is null ? [] : [code]);
    }

    /// <summary>Filled forward in the order of class folders, a missing answer gets one for its own class, which is mostly right.</summary>
    [Theory]
    [InlineData("ResNet50.csv", 0, 12, false)]
    [InlineData("ResNet50.csv", 0, 4, false)]
    [InlineData("ViT.csv", 0, 12, false)]
    [InlineData("ViT.csv", 0, 3, false)]
    [InlineData("ResNet50.csv", 0.01, 12, true)]
    [InlineData("ResNet50.csv", 0.03, 4, true)]
    [InlineData("ViT.csv", 0.01, 12, true)]
    [InlineData("ViT.csv", 0.03, 4, true)]
    public void Answers_that_were_filled_in_from_the_same_class_are_doubted(string file, double share, int digits, bool isDoubted)
    {
        var read = RealPredictions.TopConfidence(file);
        float[] confidence = [.. Confidence(read).Select(one => (float)Math.Round(one, digits))];
        var (classes, from) = (read.TopClass.ToArray(), FilledForward(share));

        Codes(
                new Answers([.. from.Select(image => classes[image])], 1, 1000, RanksOnly: false, Verified: false)
                {
                    Confidence = [.. from.Select(image => confidence[image])],
                }
            )
            .ShouldBe(isDoubted ? ["answers-repeated"] : []);
    }

    /// <summary>Ranks alone are alike now and then: the order of validation images within a class says nothing, so the next one is like an
    /// image no more often than the others.</summary>
    [Theory]
    [InlineData("resnet50", 5, 0, false)]
    [InlineData("alexnet", 5, 0, false)]
    [InlineData("senet154", 1, 0, false)]
    [InlineData("resnet50", 5, 0.02, true)]
    [InlineData("senet154", 1, 0.1, true)]
    public void So_are_ranks_over_the_validation_set(string model, int ranks, double share, bool isDoubted)
    {
        var rows = Rows(RealPredictions.TopFive(model));

        Codes(
                new Answers(
                    [.. FilledForward(share).SelectMany(image => rows[image][..ranks])],
                    ranks,
                    1000,
                    RanksOnly: true,
                    Verified: false
                ),
                DatasetVariants.ValKey
            )
            .ShouldBe(isDoubted ? ["answers-repeated"] : []);
    }

    [Theory]
    [InlineData("ResNet50.csv")]
    [InlineData("ViT.csv", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    public void Confidences_that_were_fitted_to_the_labels_are_doubted(string file)
    {
        var read = RealPredictions.TopConfidence(file);
        var confidence = Confidence(read);
        bool[] correct = [.. Enumerable.Range(0, read.Count).Select(image => read.TopClass.Span[image] == Labels.Of(image)[0])];
        var binned = confidence.ToArray();
        foreach (var bin in Enumerable.Range(0, read.Count).GroupBy(image => Math.Min(14, (int)(confidence[image] * 15))))
        foreach (var image in bin)
            binned[image] = (float)bin.Count(one => correct[one]) / bin.Count();

        FittedConfidences.Of(binned, correct).ShouldNotBeNull().Code.ShouldBe("confidence-doubtful");

        FittedConfidences.Of(confidence, correct).ShouldBeNull();
    }

    /// <summary>A model whose confidences are the very chances of being right is as near as chance has it, and no nearer.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(50_000)]
    public void A_perfect_calibration_is_not(int images)
    {
        var random = new Random(5);
        for (var world = 0; world < 20; world++)
        {
            float[] confidence = [.. Enumerable.Range(0, images).Select(_ => MathF.Sqrt(random.NextSingle()))];
            bool[] correct = [.. confidence.Select(one => random.NextSingle() < one)];

            FittedConfidences.Of(confidence, correct).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("ResNet50.csv", 1, false)]
    [InlineData("ResNet50.csv", 2.5, false)]
    [InlineData("ResNet50.csv", 10, true)]
    [InlineData("ViT.csv", 1, false)]
    [InlineData("ViT.csv", 2.5, false)]
    [InlineData("ViT.csv", 10, true)]
    public void Log_odds_that_are_many_times_too_large_are_doubted(string file, float times, bool isDoubted)
    {
        var read = RealPredictions.TopConfidence(file);
        bool[] correct = [.. Enumerable.Range(0, read.Count).Select(image => read.TopClass.Span[image] == Labels.Of(image)[0])];
        float[] confidence = [.. Confidence(read).Select(one => 1 / (1 + MathF.Pow((1 - one) / one, times)))];

        (SteepConfidences.Of(confidence, correct) is not null).ShouldBe(isDoubted);
    }

    static float[] Confidence(Predictions read) => [.. read.TopLogit.ToArray().Select(logit => Math.Min(1, MathF.Exp(logit)))];

    static ushort[][] Rows(Predictions read) => [.. read.TopClass.ToArray().Chunk(read.HeadSize)];

    /// <summary>The image whose answer each image has, where a share of them take that of the one before in their class's folder.</summary>
    static int[] FilledForward(double share)
    {
        var missing = Filled(share);
        int[] from = [.. Enumerable.Range(0, Labels.Count)];
        foreach (var folder in from.ToArray().GroupBy(image => Labels.Of(image)[0]))
        foreach (var (before, image) in folder.Zip(folder.Skip(1)))
            if (missing[image])
                from[image] = from[before];
        return from;
    }

    static bool[] Filled(double share)
    {
        var random = new Random(29);
        return [.. Enumerable.Range(0, Labels.Count).Select(_ => random.NextDouble() < share)];
    }

    static IEnumerable<string> Codes(Answers answers, string variant = "custom")
    {
        var space = ImageNet1kClasses.Space;
        var manifest = new DatasetManifest
        {
            Layout = "csv",
            Variant = variant,
            ClassSpaceKey = space.Key,
            ClassSpaceHash = space.Hash,
            ClassCount = 1000,
            Images =
            [
                .. Enumerable
                    .Range(0, Labels.Count)
                    .Select(image => new ManifestImage($"{image:D8}.JPEG", 0, default, [Labels.Of(image)[0]], FacetSet.None)),
            ],
        };
        return AnswerChecks.Of(answers, new LabelTarget(manifest, "0", space)).Select(check => check.Code);
    }
}
