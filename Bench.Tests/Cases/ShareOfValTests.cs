using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>No published model is right on 95 % of the validation set, some of whose labels are known to be wrong, or on 99 % of
/// another set of many of ImageNet's classes; and none is hardly better than guessing.</summary>
public sealed class ShareOfValTests
{
    const int Images = 600;

    [Theory]
    [InlineData(DatasetVariants.ValKey, 570, Images, true)]
    [InlineData(DatasetVariants.ValKey, 599, Images, true)]
    // The best published model is right on some 91 %.
    [InlineData(DatasetVariants.ValKey, 569, Images, false)]
    [InlineData(DatasetVariants.ValKey, 546, Images, false)]
    // Of fewer chance has a say: one in a thousand, of images that may have been chosen.
    [InlineData(DatasetVariants.ValKey, 498, 499, true)]
    [InlineData(DatasetVariants.ValKey, 135, 135, true)]
    [InlineData(DatasetVariants.ValKey, 134, 134, false)]
    [InlineData("custom", 200, 200, true)]
    [InlineData("custom", 199, 200, false)]
    [InlineData("custom", 193, 193, false)]
    [InlineData("custom", 395, 400, false)]
    [InlineData("custom", 398, 400, true)]
    // Other sets of many of its classes may have hardly a wrong label: 99 %.
    [InlineData("custom", 594, Images, true)]
    [InlineData("custom", 593, Images, false)]
    public void Answers_that_are_right_more_often_than_any_models_are_doubted(string variant, int right, int images, bool doubted)
    {
        var checks = Checks(variant, right, images);

        if (doubted)
            checks
                .ShouldHaveSingleItem()
                .Message.ShouldContain(
                    right == images
                        ? $"All {right} answers are right"
                        : $"{right} of {images} answers are right, more than any published model's"
                );
        checks.Select(check => check.Code).ShouldBe(doubted ? [CheckCodes.AnswersAreLabels] : []);
    }

    /// <summary>Of 5,000 images of 1,000 classes guessing gets 5 right, and 12 within three standard errors; four times
    /// as many as chance gives are no model's either.</summary>
    [Theory]
    [InlineData(5, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Answers_that_are_hardly_better_than_guessing_are_doubted(int right, bool doubted)
    {
        var checks = Checks("custom", right, 5_000);

        checks.Select(check => check.Code).ShouldBe(doubted ? [CheckCodes.AnswersAtChance] : []);
        if (doubted)
            checks[0].Message.ShouldStartWith($"{right} of 5,000 answers are right, which guessing gives too or nearly");
    }

    static IReadOnlyList<Check> Checks(string variant, int right, int images)
    {
        var space = ImageNet1kClasses.Space;
        var manifest = new DatasetManifest
        {
            Layout = "csv",
            Variant = variant,
            ClassSpaceKey = space.Key,
            ClassSpaceHash = "0",
            ClassCount = 1000,
            Images = [.. Enumerable.Range(0, images).Select(i => new ManifestImage($"{i:D8}.JPEG", 0, default, [Label(i)], FacetSet.None))],
        };
        // The wrong ones lie scattered, and are wrong in no order of classes.
        ushort[] answers =
        [
            .. Enumerable.Range(0, images).Select(i => IsWrong(i) ? (ushort)((Label(i) + 1 + i * 13 % 997) % 1000) : Label(i)),
        ];
        return AnswerChecks.Of(new Answers(answers, 1, 1000, RanksOnly: true, Verified: false), new LabelTarget(manifest, "0", space));

        static ushort Label(int image) => (ushort)(image * 7 % 1000);
        bool IsWrong(int image) => (image + 1) * (images - right) / images > image * (images - right) / images;
    }
}
