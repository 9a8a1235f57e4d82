using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Rows of a submission that no model gave as they are: filled in where there was no answer, or ranked with the label's
/// help.</summary>
static class MadeRows
{
    const int LeastClasses = 100;

    /// <summary>Ranks behind the best, and how many tell one row from another.</summary>
    const int Ranks = 5;
    const int LeastRanks = 3;

    /// <summary>Wrong answers of which some have the label on the next ranks: of 16 models over val 52 to 76 % have.</summary>
    const int LeastWrong = 100;
    const double HardlyAny = 0.005;
    const double LeastRight = 0.2;

    /// <summary>Share of the images that one later rank is right for, while the first is right for fewer than half of these.</summary>
    const double MostlyRight = 0.4;

    /// <summary>A class that is a default: its answers, times its images, and the share of them that is right. Of 16 models over val
    /// a class has at most 2.2 times its images, and more than a quarter of that is right.</summary>
    const double LeastRightOfFilled = 0.4;
    const int LeastFilled = 20;
    const double LeastShareFilled = 0.005;
    const int TimesItsImages = 8;
    const double MostRightOfDefault = 0.1;

    /// <summary>Rows that are those of the image before, which has another label: so many, and times those of the images before that. Of
    /// 16 models over val they are 4 of 50,000 at most.</summary>
    const int LeastRepeated = 8;
    const double LeastShareRepeated = 0.003;
    const int TimesFarther = 4;
    const int Farthest = 5;
    const float Sure = 0.9999f;

    /// <param name="answers">As they were submitted.</param>
    /// <param name="labelled">Images with labels, in the dataset's order.</param>
    /// <param name="isRight">Whether a class is right for an image.</param>
    /// <param name="correct">[N] whether the best class is.</param>
    /// <param name="target">The dataset.</param>
    public static Check? Of(Answers answers, int[] labelled, Func<int, int, bool> isRight, bool[] correct, LabelTarget target)
    {
        var manifest = target.Manifest;
        // A tree of corruptions has levels at which a model names one class, and a mask or groups other chances.
        if (
            answers.Classes < LeastClasses
            || manifest.Mask is not null
            || manifest.Groups is not null
            || manifest.Images[0].Facets.Values.Count > 0
        )
            return null;
        var right = labelled.Count(image => correct[image]);
        return ByNextRanks(answers, labelled, isRight, correct, right)
            ?? (right >= LeastRightOfFilled * labelled.Length ? ByDefault(answers, labelled, correct, target, right) : null)
            ?? ByNeighbours(answers, labelled, isRight, target);
    }

    static Check? ByNextRanks(Answers answers, int[] labelled, Func<int, int, bool> isRight, bool[] correct, int first)
    {
        var ranks = Math.Min(Ranks, answers.HeadSize);
        if (ranks < LeastRanks)
            return null;
        var (rightAt, next, ascending, wrong) = (new int[ranks], 0, 0, labelled.Length - first);
        foreach (var image in labelled)
        {
            var ranked = answers.Ranked(image);
            var (holds, rises) = (false, true);
            for (var rank = 1; rank < ranks; rank++)
            {
                if (isRight(image, ranked[rank]))
                    (rightAt[rank], holds) = (rightAt[rank] + 1, true);
                rises &= rank == 1 || ranked[rank] > ranked[rank - 1];
            }
            if (!correct[image])
                (next, ascending) = (next + (holds ? 1 : 0), ascending + (rises ? 1 : 0));
        }
        // What is worst first has a check of its own.
        var best = Enumerable.Range(0, ranks).MaxBy(rank => rightAt[rank]);
        if (answers.RanksOnly && best < answers.HeadSize - 1 && rightAt[best] >= MostlyRight * labelled.Length && first < rightAt[best] / 2)
            return Check.Warning(
                CheckCodes.RanksReversed,
                $"Rank {best + 1} is right for {rightAt[best]:N0} of {Counted.Of(labelled.Length, "image")}, the first for {first:N0}: the "
                    + "ranks may not be best first."
            );
        // Ranks in the order of classes are ties, or padding, and say nothing.
        return wrong < LeastWrong || first < LeastRight * labelled.Length || 2 * ascending >= wrong || next > HardlyAny * wrong
            ? null
            : Check.Warning(
                CheckCodes.AnswersAreLabels,
                $"Of {wrong:N0} wrong answers {next:N0} have the label among the next {ranks - 1} ranks, where half of a model's have: the "
                    + "label seems to have been put first wherever it was among the best, or the other ranks are none."
            );
    }

    static Check? ByDefault(Answers answers, int[] labelled, bool[] correct, LabelTarget target, int right)
    {
        var (given, hit, own) = (new int[answers.Classes], new int[answers.Classes], new int[answers.Classes]);
        foreach (var image in labelled)
        {
            given[answers.Best(image)]++;
            hit[answers.Best(image)] += correct[image] ? 1 : 0;
            foreach (var label in target.Manifest.Images[image].Classes)
                own[label]++;
        }
        var most = Enumerable.Range(0, given.Length).MaxBy(@class => given[@class]);
        var usual = Math.Max(own[most], (double)labelled.Length / own.Count(images => images > 0));
        return
            own.Count(images => images > 0) < LeastClasses
            || given[most] < Math.Max(LeastFilled, LeastShareFilled * labelled.Length)
            || given[most] < TimesItsImages * usual
            || hit[most] > MostRightOfDefault * given[most]
            ? null
            : Check.Warning(
                CheckCodes.AnswersAtChance,
                $"{given[most]:N0} of {labelled.Length:N0} answers are {target.Outputs[most].Id} ({most}), "
                    + $"which {own[most]:N0} images are, and {hit[most]:N0} of them are right; of the other answers "
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{100.0 * (right - hit[most]) / (labelled.Length - given[most]):0.0} % are. "
                    )
                    + "A default may have been used where there was no answer."
            );
    }

    static Check? ByNeighbours(Answers answers, int[] labelled, Func<int, int, bool> isRight, LabelTarget target)
    {
        if (answers.Confidence is null && answers.HeadSize < LeastRanks)
            return null;
        var images = target.Manifest.Images;
        var (others, alike) = (0, new int[Farthest + 1]);
        for (var place = 1; place < labelled.Length; place++)
        for (var back = 1; back <= Math.Min(Farthest, place); back++)
        {
            var (image, before) = (labelled[place], labelled[place - back]);
            // Images of one class may well have the same answer, and copies of a picture have.
            if (
                images[before].Classes.Any(label => isRight(image, label))
                || (target.Manifest.HasPictures && images[image].Hash == images[before].Hash)
            )
                continue;
            others += back == 1 ? 1 : 0;
            alike[back] += AreAlike(image, before) ? 1 : 0;
        }
        return alike[1] < Math.Max(LeastRepeated, LeastShareRepeated * others) || alike[1] <= TimesFarther * alike.Skip(2).Max()
            ? null
            : Check.Warning(
                CheckCodes.AnswersRepeated,
                $"The answers for {alike[1]:N0} images are those for the image before, which has another label, to the last bit, and "
                    + "hardly any are those for the one before that: rows may have been filled in from the row above."
            );

        bool AreAlike(int one, int other) =>
            answers.Ranked(one).SequenceEqual(answers.Ranked(other))
            && (answers.Confidence is not { } confidence || (confidence[one] == confidence[other] && confidence[one] < Sure));
    }
}
