using Bench.Data.Outcomes;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Groups of classes that seem to have the classes of others: answers in them are those of another group, all round.</summary>
/// <remarks>Only images whose best class is in exactly one group are looked at: the best of all classes says little of the best
/// group.</remarks>
static class GroupChecks
{
    /// <summary>Images that are answered with a group, for anything to be said of it.</summary>
    const int Least = 16;

    /// <summary>Of those, the share of the one group that they belong to; and the most that are of the answered group itself, for each of
    /// the other.</summary>
    const double Most = 0.5;
    const double PerOther = 0.125;

    const int LeastForChance = 100;

    /// <param name="answers">Of the model.</param>
    /// <param name="labelled">Images that have labels.</param>
    /// <param name="target">The dataset.</param>
    public static Check? Of(Answers answers, int[] labelled, LabelTarget target)
    {
        var groups = target.Manifest.Groups!.Groups;
        var images = target.Manifest.Images;
        var counts = new int[groups.Named, groups.Named];
        var (told, right) = (0, 0);
        foreach (var image in labelled)
        {
            if (
                images[image].Classes is not [var label]
                || groups.GroupsOf(answers.Best(image)) is not [var answer]
                || answer >= groups.Named
            )
                continue;
            counts[answer, label]++;
            (told, right) = (told + 1, right + (answer == label ? 1 : 0));
        }
        var moved = Moved(counts, groups.Named);
        if (moved.Count > 0)
            return Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                $"Nearly every answer in the group {Named(moved.Keys.Min())} is for an image of {Named(moved[moved.Keys.Min()])}, and so "
                    + $"on in a circle of {Counted.Of(moved.Count, "group")}: these groups may have each other's classes, or labels each "
                    + "other's names."
            );
        return told >= LeastForChance && right <= ByChance(counts, groups.Named, told)
            ? Check.Warning(
                CheckCodes.AnswersAtChance,
                $"Of {told:N0} answers that are in a group {right:N0} are in the right one, which guessing gives too: the groups may have "
                    + "other classes than their names say, or rows may belong to other images."
            )
            : null;

        string Named(int group) => target.Classes[group].Id;
    }

    /// <summary>For each group whose answers are those of another one, that group; both are such groups, so that they form
    /// circles.</summary>
    static Dictionary<int, int> Moved(int[,] counts, int groups)
    {
        var moved = new Dictionary<int, int>();
        for (var answer = 0; answer < groups; answer++)
        {
            var (sum, best) = (0, 0);
            for (var label = 0; label < groups; label++)
                (sum, best) = (sum + counts[answer, label], counts[answer, label] > counts[answer, best] ? label : best);
            if (
                sum >= Least
                && best != answer
                && counts[answer, best] >= Most * sum
                && counts[answer, answer] <= PerOther * counts[answer, best]
            )
                moved[answer] = best;
        }
        while (
            moved.Keys.Where(answer => !moved.ContainsKey(moved[answer]) || !moved.ContainsValue(answer)).ToList() is { Count: > 0 } open
        )
            open.ForEach(answer => moved.Remove(answer));
        return moved;
    }

    /// <summary>Right answers by chance that knows how often each group is answered and shown, and three standard errors.</summary>
    static double ByChance(int[,] counts, int groups, int told)
    {
        double chance = 0;
        for (var group = 0; group < groups; group++)
        {
            double answered = 0,
                shown = 0;
            for (var other = 0; other < groups; other++)
                (answered, shown) = (answered + counts[group, other], shown + counts[other, group]);
            chance += answered / told * (shown / told);
        }
        return told * chance + 3 * Math.Sqrt(told * chance * (1 - chance));
    }
}
