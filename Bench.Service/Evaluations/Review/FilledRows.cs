using Bench.Data.Outcomes;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Rows that are copies of another one with the same answer: missing answers that were filled in from a neighbour of the same
/// class, or from the class. Such a copy is usually right, so no label shows it.</summary>
/// <remarks>
/// Confidences are equal by chance as often for two images with the same answer as for two with different ones, or up to three times as
/// often where many are (36 published models over val, with four or three decimals or in half precision). Of copies they are equal for the
/// same answer alone.
/// Coarse confidences, and ranks, are compared with neighbours in the order of class folders: chance makes no difference between the next
/// image of a class and the one after it.
/// </remarks>
static class FilledRows
{
    const int LeastClasses = 100;

    /// <summary>Pairs of rows, and their share of the images: 28 pictures of val are there twice, and of numbers of six decimals 79 pairs
    /// at most are equal, but for a file of coarse ones.</summary>
    const int Least = 8;
    const double LeastShare = 0.002;

    /// <summary>Times as many pairs as answers that differ have.</summary>
    const double TimesChance = 40;

    /// <summary>Confidences that are 1 but for rounding are equal everywhere.</summary>
    const float Sure = 0.9999f;

    /// <summary>Standard errors by which the next image of a class is like one more often than those two to five images on.</summary>
    const double Clear = 7;
    const int Farthest = 5;

    /// <param name="answers">As they were submitted.</param>
    /// <param name="labelled">One image with labels of each picture, in the dataset's order.</param>
    /// <param name="target">The dataset.</param>
    public static Check? Of(Answers answers, int[] labelled, LabelTarget target)
    {
        var manifest = target.Manifest;
        // A tree of corruptions shows one picture many times.
        if (answers.Classes < LeastClasses || manifest.Groups is not null || manifest.Images[0].Facets.Values.Count > 0)
            return null;
        var least = Math.Max(Least, LeastShare * labelled.Length);
        return (answers.Confidence is { } confidence ? ByTies(answers, confidence, labelled, least) : null)
            // Next to each other in a folder may lie two pictures of one scene; the numbers of val's images say nothing.
            ?? (
                answers.Confidence is not null || manifest.Variant == DatasetVariants.ValKey
                    ? ByNeighbours(answers, labelled, target, least)
                    : null
            );
    }

    static Check? ByTies(Answers answers, float[] confidence, int[] labelled, double least)
    {
        int[] unsure = [.. labelled.Where(image => confidence[image] < Sure)];
        var all = unsure.CountBy(image => confidence[image]).Sum(group => Pairs(group.Value));
        var alike = unsure.CountBy(image => (confidence[image], answers.Best(image))).Where(group => group.Value > 1).ToList();
        var same = alike.Sum(group => Pairs(group.Value));
        var pairsOfSame = unsure.CountBy(answers.Best).Sum(group => Pairs(group.Value));
        var pairsOfOther = Pairs(unsure.Length) - pairsOfSame;
        if (same < least || same / pairsOfSame < TimesChance * (all - same) / Math.Max(1, pairsOfOther))
            return null;
        var rows = alike.Sum(group => group.Value - 1);
        return Told(
            $"{Counted.Of(rows, "row")} of {labelled.Length:N0} {Counted.Word(rows, "has", "have")} the class and the confidence of "
                + $"another one, to the last digit, and of images with different answers {all - same:N0} pairs have the same confidence"
        );
    }

    static Check? ByNeighbours(Answers answers, int[] labelled, LabelTarget target, double least)
    {
        var images = target.Manifest.Images;
        int[] folders = [.. labelled.OrderBy(image => images[image].Classes[0]).ThenBy(image => images[image].Key, StringComparer.Ordinal)];
        var (pairs, alike) = (new int[Farthest + 1], new int[Farthest + 1]);
        for (var place = 1; place < folders.Length; place++)
        for (var back = 1; back <= Math.Min(Farthest, place); back++)
        {
            var (image, before) = (folders[place], folders[place - back]);
            if (images[image].Classes[0] != images[before].Classes[0])
                continue;
            pairs[back]++;
            alike[back] += AreAlike(answers, image, before) ? 1 : 0;
        }
        if (pairs.AsSpan(1).Contains(0))
            return null;
        var share = Enumerable.Range(2, Farthest - 1).Average(back => (double)alike[back] / pairs[back]);
        var expected = share * pairs[1];
        var error = Math.Sqrt(Math.Max(1, expected * (1 - share)) * (1 + 1.0 / (Farthest - 1)));
        return alike[1] - expected < Math.Max(least, Clear * error)
            ? null
            : Told(
                $"In the order of class folders {alike[1]:N0} of {pairs[1]:N0} images have the answer of the image of their class before "
                    + $"them, and {expected:N0} would by how often images two to {Farthest} places apart have the same"
            );
    }

    static bool AreAlike(Answers answers, int one, int other) =>
        answers.Ranked(one).SequenceEqual(answers.Ranked(other))
        && (answers.Confidence is not { } confidence || (confidence[one] == confidence[other] && confidence[one] < Sure));

    static double Pairs(int count) => count * (count - 1.0) / 2;

    static Check Told(string seen) =>
        Check.Warning(
            CheckCodes.AnswersRepeated,
            $"{seen}: missing answers may have been filled in from other images of the class, and a copy is right where that class is."
        );
}
