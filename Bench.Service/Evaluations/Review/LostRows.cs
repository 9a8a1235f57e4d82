using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>A stretch of images, or of classes, in which no more is right than guessing gives, next to others where much is: a run that
/// ended early, rows of another file, or classes that were never computed.</summary>
static class LostRows
{
    /// <summary>Right among all: below, a stretch without any is nothing remarkable.</summary>
    const double LeastRight = 0.2;

    const int LeastImages = 50;
    const double LeastShare = 0.01;

    /// <summary>Where the list is in no order of classes, hard classes do not lie together, and a last batch is enough; so many neighbours
    /// may have the same label.</summary>
    const int LeastOfMixed = 20;
    const double MostAlike = 0.05;

    /// <summary>By how much likelier the stretch is by guessing than by the model's accuracy, as a logarithm, beyond what the best of all
    /// stretches of the list is by chance.</summary>
    const double Clear = 14;

    /// <summary>Of few images and many classes, any stretch of classes that is as clear as this. Draws of 50 to 2,000 images of val and of
    /// ImageNetV2, by 16 models, reach 6.5 (all classes, one image each, animals alone; 20,160 draws); where a stretch of 100 of 1,000
    /// classes is numbered otherwise, half of the draws of 200 images and 99 % of 500 are beyond it.</summary>
    const double ClearOfFew = 8;
    const int MostOfFew = 2000;
    const int ManyClasses = 100;
    const double LeastRightOfFew = 0.4;

    /// <summary>A class or two may be beyond a model.</summary>
    const int LeastClasses = 8;

    /// <param name="labelled">Images with one label, in order.</param>
    /// <param name="labels">Its label.</param>
    /// <param name="correct">[N] by image.</param>
    /// <param name="classes">C.</param>
    /// <param name="nameOf">How an image is called.</param>
    public static Check? Of(int[] labelled, int[] labels, bool[] correct, int classes, Func<int, string> nameOf)
    {
        var chance = 1.0 / classes;
        var accuracy = (double)labelled.Count(image => correct[image]) / labelled.Length;
        if (accuracy < LeastRight || accuracy < 4 * chance)
            return null;
        int[] places = [.. Enumerable.Range(0, labelled.Length)];
        var few = (int)Math.Max(LeastImages, LeastShare * labelled.Length);
        var alike = places.Skip(1).Count(place => labels[place] == labels[place - 1]);
        if (Stretch(places, alike <= MostAlike * labelled.Length ? LeastOfMixed : few) is { } rows)
            return Told($"from {nameOf(labelled[rows[0]])} to {nameOf(labelled[rows[^1]])}", rows);
        int[] byClass = [.. places.OrderBy(place => labels[place])];
        var areFew = labelled.Length <= MostOfFew && classes >= ManyClasses && accuracy >= LeastRightOfFew;
        return (Stretch(byClass, few) ?? (areFew ? Stretch(byClass, LeastClasses, ClearOfFew) : null)) is { } some
            ? Told($"of the classes {labels[some[0]]} to {labels[some[^1]]}", some)
            : null;

        // The stretch that is likelier by guessing than by the model's accuracy, and most so.
        int[]? Stretch(int[] order, int least, double clear = Clear)
        {
            var (ifRight, ifWrong) = (Math.Log(chance / accuracy), Math.Log((1 - chance) / (1 - Math.Min(accuracy, 0.999))));
            var (sum, start, best, from, end) = (0.0, 0, 0.0, 0, 0);
            for (var i = 0; i < order.Length; i++)
            {
                sum += correct[labelled[order[i]]] ? ifRight : ifWrong;
                if (sum <= 0)
                    (sum, start) = (0, i + 1);
                else if (sum > best)
                    (best, from, end) = (sum, start, i + 1);
            }
            var found = order[from..end];
            var right = found.Count(place => correct[labelled[place]]);
            return
                found.Length >= least
                && best >= clear + 2 * Math.Log(labelled.Length)
                && right <= found.Length * chance + 3 * Math.Sqrt(found.Length * chance * (1 - chance))
                && found.Select(place => labels[place]).Distinct().Count() >= LeastClasses
                ? found
                : null;
        }

        Check Told(string which, int[] stretch) =>
            Check.Warning(
                CheckCodes.AnswersAtChance,
                $"Of the {stretch.Length:N0} images {which}, {stretch.Count(place => correct[labelled[place]]):N0} are right, which "
                    + $"guessing gives too, and of the others "
                    + $"{accuracy * labelled.Length / (labelled.Length - stretch.Length):P1}: that part may not "
                    + "have been computed, or belong to something else."
            );
    }
}
