using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Tests.Metrics;

namespace Bench.Tests.Cases;

/// <summary>Real predictions of which some rows, here and there, are those of other images.</summary>
public sealed class ScatteredRowTests
{
    [Theory]
    [InlineData("alexnet", 0)]
    [InlineData("alexnet", 0.5)]
    [InlineData("mobilenet_v1_tf", 0)]
    [InlineData("mobilenet_v1_tf", 0.3)]
    [InlineData("resnet50", 0)]
    [InlineData("resnet50", 0.2)]
    [InlineData("resnet50", 0.5)]
    [InlineData("senet154", 0)]
    [InlineData("senet154", 0.2)]
    public void Five_ranks_tell_a_file_with_rows_of_other_images_from_a_worse_model(string model, double share)
    {
        var read = RealPredictions.TopFive(model);

        Codes(read, share, "custom").ShouldBe(share > 0 ? ["row-order-doubtful"] : []);
    }

    /// <summary>One answer and its confidence: the surest answers are right, or the file is mixed.</summary>
    [Theory]
    [InlineData("ResNet50.csv", 0)]
    [InlineData("ResNet50.csv", 0.2)]
    [InlineData("ResNet50.csv", 0.5)]
    [InlineData("ViT.csv", 0)]
    [InlineData("ViT.csv", 0.5)]
    public void Confidences_tell_it_too_over_the_validation_set(string file, double share)
    {
        var read = RealPredictions.TopConfidence(file);

        Codes(read, share, DatasetVariants.ValKey).ShouldBe(share > 0 ? ["row-order-doubtful"] : []);
    }

    /// <summary>The answers stay, and their confidences are those of other images.</summary>
    [Theory]
    [InlineData("ResNet50.csv", 0.3)]
    [InlineData("ResNet50.csv", 0.5)]
    [InlineData("ViT.csv", 0.3)]
    [InlineData("ViT.csv", 0.5)]
    public void Confidences_alone_are_told_where_they_are_half(string file, double share) =>
        Codes(RealPredictions.TopConfidence(file), share, DatasetVariants.ValKey, answersStay: true)
            .ShouldBe(share >= 0.5 ? ["row-order-doubtful"] : []);

    /// <summary>Ranks 2 to 5 in the order of classes are ties, as of scores that were cut off, and say nothing of the
    /// label.</summary>
    [Fact]
    public void Ranks_that_are_padding_are_no_sign()
    {
        var labels = RealPredictions.Original();
        var read = RealPredictions.TopFive("resnet50");
        var ranks = read.TopClass.ToArray();
        for (var image = 0; image < labels.Count; image++)
        {
            var best = ranks[image * 5];
            ushort[] others = [.. Enumerable.Range(0, 5).Select(rank => (ushort)rank).Where(other => other != best).Take(4)];
            others.CopyTo(ranks, image * 5 + 1);
        }

        Codes(read with { TopClass = ranks }, 0, "custom").ShouldBeEmpty();
    }

    /// <summary>Codes of the checks, where a share of the rows changed places at random.</summary>
    static IEnumerable<string> Codes(Predictions read, double share, string variant, bool answersStay = false)
    {
        var labels = RealPredictions.Original();
        var random = new Random(29);
        int[] moved = [.. Enumerable.Range(0, labels.Count).Where(_ => random.NextDouble() < share)];
        int[] from = [.. moved];
        random.Shuffle(from);
        var (ranks, logits) = (read.TopClass.ToArray(), read.TopLogit.ToArray());
        for (var i = 0; i < moved.Length; i++)
        {
            if (!answersStay)
                read.TopClass.Span.Slice(from[i] * read.HeadSize, read.HeadSize).CopyTo(ranks.AsSpan(moved[i] * read.HeadSize));
            if (logits.Length > 0)
                logits[moved[i]] = read.TopLogit.Span[from[i]];
        }
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
                    .Range(0, labels.Count)
                    .Select(image => new ManifestImage($"{image:D8}.JPEG", 0, default, [labels.Of(image)[0]], FacetSet.None)),
            ],
        };
        var answers = new Answers(ranks, read.HeadSize, 1000, RanksOnly: logits.Length == 0, Verified: false)
        {
            Confidence = Answers.ConfidenceOf(logits, read.LogSumExp.Span, read.HeadSize),
        };
        return AnswerChecks.Of(answers, new LabelTarget(manifest, "0", space)).Select(check => check.Code);
    }
}
