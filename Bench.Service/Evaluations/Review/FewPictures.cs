using Bench.Data.Outcomes;
using Bench.Service.Claims;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Answers over too few pictures to weigh evidence, such as a corruption tree of ten: doubted where another
/// order of classes fits most of them and this one hardly any, or where none of many copies is right.</summary>
static class FewPictures
{
    /// <summary>Pictures that another order makes right, and their classes.</summary>
    const int Least = 5;
    const int LeastClasses = 3;

    /// <summary>Of fewer classes, another order fits some answers by chance.</summary>
    const int LeastOfSpace = 10;

    /// <summary>Classes, and images of all copies, of which none is right by no chance.</summary>
    const int Many = 100;

    /// <summary>Pictures that another order makes right for each that is right as it stands.</summary>
    const int PerRight = 4;

    /// <param name="answers">Of the model.</param>
    /// <param name="pictures">One image with a label of each picture.</param>
    /// <param name="isRight">Whether a class is right for an image.</param>
    /// <param name="correct">[N] whether each image's answer is right, of all copies.</param>
    /// <param name="target">The dataset.</param>
    public static Check? Of(Answers answers, int[] pictures, Func<int, int, bool> isRight, bool[] correct, LabelTarget target)
    {
        if (pictures.Length < Least || target.Manifest.Groups is not null || answers.Classes < LeastOfSpace)
            return null;
        var images = target.Manifest.Images;
        var right = pictures.Count(image => correct[image]);
        var orders = ClassOrders.MistakenFor(target.Outputs, target.Manifest.Mask);
        foreach (var order in orders)
            if (Fitting(image => isRight(image, order.Meant[answers.Best(image)])) is { } ofAnswers)
                return Told(ofAnswers, "the answers", order);
        foreach (var order in orders)
            if (Fitting(image => images[image].Classes.Any(label => order.Meant[label] == answers.Best(image))) is { } ofLabels)
                return Told(ofLabels, "the dataset's labels", order);
        return Math.Min(answers.Classes, correct.Length) >= Many && !correct.Contains(true)
            ? Check.Warning(
                CheckCodes.AnswersAtChance,
                $"None of {Counted.Of(correct.Length, "answer")} over {Counted.Of(pictures.Length, "picture")} is right, which "
                    + "guessing gives too: class order, image order, preprocessing or weights may be wrong."
            )
            : null;

        // Pictures that an order makes right; null where that may be chance.
        int? Fitting(Func<int, bool> isRightThen)
        {
            int[] then = [.. pictures.Where(isRightThen)];
            return
                then.Length >= Math.Max(Least, PerRight * right)
                && 2 * then.Length >= pictures.Length
                && then.Select(image => images[image].Classes[0]).Distinct().Count() >= LeastClasses
                ? then.Length
                : null;
        }

        Check Told(int fitting, string whose, ClassOrder order) =>
            Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                $"{right} of {Counted.Of(pictures.Length, "picture")} are answered right, and {fitting} would be if {whose} are classes "
                    + $"{order.Words}."
            );
    }
}
