using Bench.Data.Outcomes;
using Bench.Service.Claims;

namespace Bench.Service.Evaluations.Review;

/// <summary>Answers, or labels, of which a part is numbered in another order of classes than the rest.</summary>
static class PartOrderChecks
{
    /// <summary>The check of answers whose classes have other numbers than the dataset's, whichever, with how many are right then; null
    /// where they have not.</summary>
    public static (int Right, Check Check)? Renumbered(Answers answers, int[] labelled, Labels.LabelTarget target, int right)
    {
        var images = target.Manifest.Images;
        int[] single = [.. labelled.Where(image => images[image].Classes.Length == 1)];
        return
            Renumbering.Find(
                Array.ConvertAll(single, image => (int)answers.Best(image)),
                Array.ConvertAll(single, image => (int)images[image].Classes[0])
            )
                is { } renumbered
            ? (
                renumbered.Right,
                Check.Warning(
                    CheckCodes.ClassOrderDoubtful,
                    $"{right:N0} of {labelled.Length:N0} answers are right, and {renumbered.Right:N0} would be if {renumbered.Classes:N0} "
                        + "classes had other numbers: most images with the answer are of one other class. Answers and labels seem to "
                        + "number their classes differently."
                )
            )
            : null;
    }

    /// <param name="answers">Of the model.</param>
    /// <param name="labelled">Images that have labels.</param>
    /// <param name="isRight">Whether a class is right for an image.</param>
    /// <param name="target">The dataset.</param>
    /// <param name="right">Labelled images whose answer is right.</param>
    public static Check? Of(Answers answers, int[] labelled, Func<int, int, bool> isRight, Labels.LabelTarget target, int right)
    {
        var orders = ClassOrders.MistakenFor(target.Outputs, target.Manifest.Mask);
        var ofAnswers = MixedOrders.Find(
            labelled.Length,
            answers.Classes,
            (i, order) => isRight(labelled[i], order is null ? answers.Best(labelled[i]) : order.Meant[answers.Best(labelled[i])]),
            // Classes lie by kind, and so does a group's: of groups only several say that an order is another.
            i => target.Manifest.Groups is null ? answers.Best(labelled[i]) : target.Manifest.Images[labelled[i]].Classes[0],
            orders
        );
        if (target.Manifest.Groups is not null)
            return ofAnswers is null ? null : Told(ofAnswers.Value, "the answers");
        var images = target.Manifest.Images;
        var ofLabels = MixedOrders.Find(
            labelled.Length,
            answers.Classes,
            (i, order) =>
            {
                foreach (var label in images[labelled[i]].Classes)
                    if ((order is null ? label : order.Meant[label]) == answers.Best(labelled[i]))
                        return true;
                return false;
            },
            i => answers.Best(labelled[i]),
            orders
        );
        if ((ofLabels?.Gained ?? 0) > (ofAnswers?.Gained ?? 0))
            return Told(ofLabels!.Value, "the dataset's labels");
        if (ofAnswers is { } mixed)
            return Told(mixed, "the answers");
        int[] single = [.. labelled.Where(image => images[image].Classes.Length == 1)];
        int[] stated = Array.ConvertAll(single, image => (int)answers.Best(image));
        int[] labels = Array.ConvertAll(single, image => (int)images[image].Classes[0]);
        return Renumbered(answers, labelled, target, right)?.Check is { } renumbered ? renumbered
            : ExchangedClasses.Find(stated, labels) is { } pair ? Exchanged(pair, target)
            : null;

        static Check Exchanged((int One, int Other, int Images, bool AreExchanged) pair, Labels.LabelTarget target) =>
            Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                (
                    pair.AreExchanged
                        ? $"{pair.Images:N0} images of {Named(pair.One, target)} and {Named(pair.Other, target)} are answered as the other "
                            + "of the two, and hardly any as their own: the numbers of these classes may be exchanged."
                        : $"No answer is {Named(pair.One, target)}, and {pair.Images:N0} of its images are answered as "
                            + $"{Named(pair.Other, target)}: one number may stand for both classes, as where names are looked up and two "
                            + "classes have one name."
                )
            );

        static string Named(int @class, Labels.LabelTarget target) => $"{target.Outputs[@class].Id} ({@class})";

        Check Told((ClassOrder Order, int Gained) found, string whose) =>
            Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                $"{right:N0} of {labelled.Length:N0} answers are right, and {found.Gained:N0} more would be if a part of {whose} were "
                    + $"classes {found.Order.Words}: two orders of classes may be mixed."
            );
    }
}
