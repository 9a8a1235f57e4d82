using Bench.Data.Outcomes;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Rows, or labels, that are of other images here and there, in no order that has a name: half of a file
/// shuffled, say. The accuracy is that of a worse model; what such a model knows besides its best class is
/// missing.</summary>
/// <remarks>
/// Where the best class is wrong, the next four hold the label more often the better a model is. Divided by the
/// accuracy, that share is 0.75 and more for each of 1,556 published models on val, under ReaL, on ImageNetV2 and on
/// ImageNet-Sketch (timm's tables). A row of another image has its label nowhere.
/// Of the surest fifth of the answers 36 published models have at least 95.8 % right on val; models that are right less
/// often gain more by looking at the surest. Wrong are at most 0.21 times as many of them as of all; where confidences
/// alone are of other images in a part of the rows, that is the least of it.
/// </remarks>
static class ScatteredRows
{
    const int LeastImages = 500;
    const int LeastClasses = 100;

    /// <summary>Of all images. Few are right on pictures that are hard in ways of their own; where nearly all are, the
    /// rest are wrong labels.</summary>
    const double LeastRight = 0.2;
    const double MostRight = 0.85;

    /// <summary>The best class, and the next ones.</summary>
    const int Ranks = 5;

    /// <summary>Times the accuracy; of published models 0.92 in the middle.</summary>
    const double LeastNext = 0.65;
    const double UsualNext = 0.92;

    /// <summary>Standard errors.</summary>
    const double Clear = 4;

    /// <summary>Of the surest answers; and times the accuracy.</summary>
    const int SurestOneOf = 5;
    const double LeastSurest = 0.85;
    const double LeastGain = 2;

    /// <summary>Times the share of wrong answers, where at least so many are right.</summary>
    const double MostMistakes = 0.42;
    const double LeastRightForMistakes = 0.5;

    /// <param name="answers">Of the model.</param>
    /// <param name="labelled">Images that have labels.</param>
    /// <param name="isRight">Whether a class is right for an image.</param>
    /// <param name="correct">[N] whether the best class is.</param>
    /// <param name="target">The dataset.</param>
    public static Check? Of(Answers answers, int[] labelled, Func<int, int, bool> isRight, bool[] correct, LabelTarget target)
    {
        var manifest = target.Manifest;
        var accuracy = (double)labelled.Count(image => correct[image]) / labelled.Length;
        // A tree of corruptions has levels at which a model knows nothing, and a mask or groups other chances.
        if (
            labelled.Length < LeastImages
            || answers.Classes < LeastClasses
            || accuracy is < LeastRight or > MostRight
            || manifest.Mask is not null
            || manifest.Groups is not null
            || manifest.Images[0].Facets.Values.Count > 0
        )
            return null;
        return answers.HeadSize >= Ranks ? ByNextRanks(answers, labelled, isRight, correct, accuracy)
            : manifest.Variant == DatasetVariants.ValKey && answers.Confidence is { } confidence
                ? BySurest(confidence, labelled, correct, accuracy, answers.Verified)
            : null;
    }

    static Check? ByNextRanks(Answers answers, int[] labelled, Func<int, int, bool> isRight, bool[] correct, double accuracy)
    {
        var (wrong, next, ascending) = (0, 0, 0);
        foreach (var image in labelled)
        {
            if (correct[image])
                continue;
            wrong++;
            var ranks = answers.Ranked(image)[1..Ranks];
            var (holds, rises) = (false, true);
            for (var rank = 0; rank < ranks.Length; rank++)
            {
                holds |= isRight(image, ranks[rank]);
                rises &= rank == 0 || ranks[rank] > ranks[rank - 1];
            }
            next += holds ? 1 : 0;
            ascending += rises ? 1 : 0;
        }
        var share = (double)next / wrong;
        // Ranks in the order of classes are ties, or padding, and say nothing.
        return 2 * ascending >= wrong || share + Clear * Math.Sqrt(share * (1 - share) / wrong) >= LeastNext * accuracy
            ? null
            : Told(
                labelled.Length,
                accuracy,
                $"of the wrong ones {share:P0} have the label among the next {Ranks - 1} ranks, where published models that are as often "
                    + $"right have some {UsualNext * accuracy:P0}"
            );
    }

    static Check? BySurest(float[] confidence, int[] labelled, bool[] correct, double accuracy, bool verified)
    {
        var sorted = Array.ConvertAll(labelled, image => confidence[image]);
        Array.Sort(sorted);
        var least = sorted[^(sorted.Length / SurestOneOf)];
        var (sure, right) = (0, 0);
        foreach (var image in labelled)
            if (confidence[image] >= least)
                (sure, right) = (sure + 1, right + (correct[image] ? 1 : 0));
        var share = (double)right / sure;
        var most = share + Clear * Math.Sqrt(share * (1 - share) / sure);
        var areFew = most < LeastSurest && most < LeastGain * accuracy;
        // A model that was run here may be sure of other things.
        var areMistaken = !verified && accuracy >= LeastRightForMistakes && 1 - most > MostMistakes * (1 - accuracy);
        // Most confidences are one number: another check says so.
        return 2 * sure > labelled.Length || !(areFew || areMistaken)
            ? null
            : Told(
                labelled.Length,
                accuracy,
                $"of the surest fifth {share:P0} are, where published models have more than 95 %",
                "rows, labels or confidences"
            );
    }

    static Check Told(int images, double accuracy, string what, string whose = "rows, or labels,") =>
        Check.Warning(
            CheckCodes.RowOrderDoubtful,
            $"{accuracy:P1} of {images:N0} answers are right, and {what}: {whose} seem to be of other images here and there, "
                + "or two files to be mixed."
        );
}
