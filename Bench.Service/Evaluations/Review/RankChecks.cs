using Bench.Data.Outcomes;
using Bench.Service.Claims;

namespace Bench.Service.Evaluations.Review;

/// <summary>Ranked classes without scores, whose order is the submitter's word: worst first, or in no order of rank at all, as
/// <c>argpartition</c>, a sorted row and a set leave them.</summary>
static class RankChecks
{
    /// <summary>Where the right one of so many classes is so often among the best five, it is first in most of these: of sixteen
    /// published models in 65 to 85 of a hundred, over the validation set and ImageNetV2.</summary>
    const int LeastClasses = 100;
    const int MostRanks = 5;
    const double LeastAmong = 0.7;
    const double LeastFirst = 0.5;
    const int LeastImages = 100;

    /// <summary>Images whose classes stand in the order of their numbers, each by chance with a probability of one in the ways to order
    /// them.</summary>
    const double MostByChance = 1e-9;

    /// <param name="answers">Ranks.</param>
    /// <param name="labelled">Images with labels.</param>
    /// <param name="isRight">Whether a class is right for an image.</param>
    /// <param name="first">Images of which the first rank is right.</param>
    /// <param name="grouped">Whether labels are groups, of which a few classes hit one by chance.</param>
    public static Check? Of(Answers answers, int[] labelled, Func<int, int, bool> isRight, int first, bool grouped)
    {
        if (answers is not { RanksOnly: true, HeadSize: > 1 })
            return null;
        var last = labelled.Count(image => isRight(image, answers.Ranked(image)[^1]));
        if (OrderEvidence.IsClear(last, first))
            return Doubt(
                $"The last of {answers.HeadSize} ranks is right for {last:N0} of {Counted.Of(labelled.Length, "image")}, the first for "
                    + $"{first:N0}: the ranks may be in reverse order, worst first."
            );
        var best = Math.Min(MostRanks, answers.HeadSize);
        var among = labelled.Count(image => Enumerable.Range(0, best).Any(rank => isRight(image, answers.Ranked(image)[rank])));
        if (first >= LeastFirst * among)
            return null;
        if (AreNumbered(answers))
            return Doubt(
                $"The {answers.HeadSize} classes of every image are in the order of their numbers: they seem to be sorted by number, "
                    + "and not by rank. Top-1 then says nothing."
            );
        return !grouped && answers.Classes >= LeastClasses && labelled.Length >= LeastImages && among >= LeastAmong * labelled.Length
            ? Doubt(
                $"The right class is among the first {best} of {among:N0} of {Counted.Of(labelled.Length, "image")}, and the very first "
                    + $"of {first:N0}: the ranks may not be best first, as those of argpartition are not, or the images were chosen for "
                    + "being mistaken."
            )
            : null;
    }

    static bool AreNumbered(Answers answers)
    {
        var (ascending, chance) = (answers.Ranked(0)[1] > answers.Ranked(0)[0], 1.0);
        for (var image = 0; image < answers.Count; image++)
        {
            var ranked = answers.Ranked(image);
            for (var rank = 1; rank < ranked.Length; rank++)
                if (ranked[rank] > ranked[rank - 1] != ascending)
                    return false;
            for (var ways = 2; ways <= ranked.Length; ways++)
                chance /= ways;
        }
        return chance <= MostByChance;
    }

    static Check Doubt(string message) => Check.Warning(CheckCodes.RanksReversed, message);
}
