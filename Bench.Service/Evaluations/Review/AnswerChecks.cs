using System.Text.RegularExpressions;
using Bench.Data.Outcomes;
using Bench.Metrics.Statistics;
using Bench.Service.Claims;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>Suspicions about finished answers, given the dataset's own labels. An honest model may be bad, but not bad
/// in these ways.</summary>
static partial class AnswerChecks
{
    const int LeastImages = 20;
    const int LeastForChance = 100;

    /// <summary>Least ratio to guessing's accuracy among many classes; sets that were chosen against models are over a
    /// mask.</summary>
    const double TimesChance = 4;

    /// <summary>Over so many classes fewer images tell a model from a constant, or from guessing.</summary>
    const int ManyClasses = 100;
    const int FewImages = 5;

    /// <summary>What a model that knows something is right on, the chance that it is right so rarely, and that guessing is so
    /// often.</summary>
    const double RightOfFew = 0.6;
    static readonly double MostOfKnowing = Math.Log(1e-3);
    static readonly double LeastOfGuessing = Math.Log(0.01);

    /// <summary>Times as many answers that are right under an order without a name as under one with a name.</summary>
    const double MoreByAnother = 1.25;

    /// <summary>Rows that another order makes right, of those to which it gives an image with another label; so many for each that it makes
    /// wrong; and their classes.</summary>
    const int LeastMoved = 8;
    const int LeastClassesMoved = 5;

    /// <summary>Numbers of processes that a dataset is commonly dealt out to; each leaves its rows in one piece.</summary>
    static readonly int[] Processes = [2, 3, 4, 8];

    /// <param name="answers">Of the model.</param>
    /// <param name="target">The dataset.</param>
    public static IReadOnlyList<Check> Of(Answers answers, LabelTarget target)
    {
        var images = target.Manifest.Images;
        int[] labelled = [.. Enumerable.Range(0, images.Count).Where(image => !images[image].Classes.IsEmpty)];
        var groups = target.Manifest.Groups?.Groups;
        var correct = new bool[images.Count];
        foreach (var image in labelled)
            correct[image] = IsRight(image, answers.Best(image));
        var pictures = target.Manifest.OneOfEachPicture(labelled);
        var found = OfAnswers(answers, target, pictures, IsRight, correct);
        if (found is [{ Code: CheckCodes.AnswersConstant }])
            return found;
        // What is right of a mask, or of groups of classes, says nothing of the best of all classes.
        var countable = groups is null && target.Manifest.Mask is null && labelled.Length == images.Count;
        Check?[] more =
        [
            countable && answers.Confidence is { } confidence
                ? KnowingConfidences.Of(ConfidenceChecks.Picked(confidence, pictures), ConfidenceChecks.Picked(correct, pictures))
                : null,
            SeverityOrder.Of(target.Manifest, correct),
            answers.Verified || found.Count > 0 ? null : MixedModels.Of(answers, correct, target.Manifest),
        ];
        return [.. found, .. ConfidenceChecks.Of(answers, countable ? correct : null, pictures, found.Count > 0), .. more.OfType<Check>()];

        bool IsRight(int image, int @class) =>
            @class >= 0
            && (
                groups is null
                    ? images[image].Classes.Contains((ushort)@class)
                    : groups.GroupsOf(@class).ContainsAny(images[image].Classes.AsSpan())
            );
    }

    /// <summary>Suspicions about answers over pictures that show none of the classes: no answer is right, and
    /// confidences are what counts.</summary>
    public static IReadOnlyList<Check> OfUnlabelled(Answers answers) =>
        answers.Count >= LeastForChance && Enumerable.Range(0, answers.Count).All(image => answers.Best(image) == answers.Best(0))
            ?
            [
                Check.Warning(
                    CheckCodes.AnswersConstant,
                    $"Every one of the {Counted.Of(answers.Count, "image")} gets the class {answers.Best(0)}: the answers do not depend on "
                        + "the picture."
                ),
                .. ConfidenceChecks.Of(answers),
            ]
            : [.. ConfidenceChecks.Of(answers)];

    static IReadOnlyList<Check> OfAnswers(Answers answers, LabelTarget target, int[] labelled, Func<int, int, bool> isRight, bool[] correct)
    {
        var images = target.Manifest.Images;
        if (
            Enumerable.Range(0, answers.Count).All(image => answers.Best(image) == answers.Best(0))
            && answers.Count >= (answers.Classes >= ManyClasses ? FewImages : LeastImages)
            && labelled.Select(image => images[image].Classes[0]).Distinct().Count() > (answers.Count >= LeastImages ? 1 : FewImages - 2)
        )
            return
            [
                Check.Warning(
                    CheckCodes.AnswersConstant,
                    $"Every one of the {Counted.Of(answers.Count, "image")} gets the class {target.Outputs[answers.Best(0)].Id} "
                        + $"({answers.Best(0)}): the answers do not depend on the picture."
                ),
            ];
        if (labelled.Length < LeastImages)
            return FewPictures.Of(answers, labelled, isRight, correct, target) is { } fewer ? [fewer] : [];

        var right = labelled.Count(image => correct[image]);
        if (CopiedLabels.Of(target, labelled, right, answers.Verified) is { } labels)
            return [labels];
        if (target.Manifest.Groups is not null && GroupChecks.Of(answers, labelled, target) is { } grouped)
            return [grouped];
        if (!answers.Verified && MadeRows.Of(answers, labelled, isRight, correct, target) is { } made)
            return [made];
        if (!answers.Verified && FilledRows.Of(answers, labelled, target) is { } filled)
            return [filled];
        if (ClassOrder(answers, labelled, isRight, target, right) is { } order)
            return [order];
        if (PartOrderChecks.Of(answers, labelled, isRight, target, right) is { } part)
            return [part];
        if (!answers.Verified && RowOrder(answers, labelled, isRight, target.Manifest, right) is { } rows)
            return [rows];
        if (RankChecks.Of(answers, labelled, isRight, right, target.Manifest.Groups is not null) is { } ranks)
            return [ranks];
        // Ranks that are worst first may be of a neighbour's kind.
        if (!answers.Verified && target.Manifest.Groups is null && NeighbourRows.Of(answers, images, right) is { } neighbours)
            return [neighbours];
        if (Lost(answers, labelled, correct, target.Manifest) is { } lost)
            return [lost];
        if (target.Manifest.Groups is null && FewClasses.Of(answers, labelled, target) is { } few)
            return [few];
        if (ScatteredRows.Of(answers, labelled, isRight, correct, target) is { } scattered)
            return [scattered];
        if (KinChecks.Of(answers, labelled, correct, target) is { } kin)
            return [kin];
        // The best of all classes says little of the best group: an answer outside every group is no guess.
        var (classes, isOfAll) = (target.Manifest.Mask?.Count ?? answers.Classes, target.Manifest.Mask is null);
        var areMany = labelled.Length >= (isOfAll && answers.Classes >= ManyClasses ? LeastImages : LeastForChance);
        return
            target.Manifest.Groups is null
            && (areMany ? AtChance(right, labelled.Length, classes, isOfAll) : FewAtChance(right, labelled.Length, classes))
            ?
            [
                Check.Warning(
                    CheckCodes.AnswersAtChance,
                    $"{right:N0} of {labelled.Length:N0} answers are right, which guessing gives too or nearly: class order, image order, "
                        + "preprocessing or weights may be wrong"
                        + (isOfAll ? "." : ", unless the images were chosen against models like this one.")
                ),
            ]
            : [];
    }

    static Check? Lost(Answers answers, int[] labelled, bool[] correct, DatasetManifest manifest)
    {
        var images = manifest.Images;
        int[] single = [.. labelled.Where(image => images[image].Classes.Length == 1)];
        // Of a corruption tree, the hardest level may be beyond a model.
        return single.Length == 0 || images[0].Facets.Values.Count > 0
            ? null
            : LostRows.Of(
                single,
                Array.ConvertAll(single, image => (int)images[image].Classes[0]),
                correct,
                manifest.Groups?.Groups.Named ?? answers.Classes,
                image => images[image].Path
            );
    }

    static Check? ClassOrder(Answers answers, int[] labelled, Func<int, int, bool> isRight, LabelTarget target, int right)
    {
        var orders = ClassOrders.MistakenFor(target.Outputs, target.Manifest.Mask);
        var images = target.Manifest.Images;
        var ofAnswers = OrderEvidence.Find(
            labelled.Length,
            (i, order) => isRight(labelled[i], Read(answers.Best(labelled[i]), order)),
            i => target.Manifest.Groups is null ? answers.Best(labelled[i]) : images[labelled[i]].Classes[0],
            orders
        );
        var ofLabels = target.Manifest.Groups is not null
            ? null
            : OrderEvidence.Find(
                labelled.Length,
                (i, order) => images[labelled[i]].Classes.Any(label => Read(label, order) == answers.Best(labelled[i])),
                i => answers.Best(labelled[i]),
                [.. orders, .. ClassOrders.InBytes(target.Outputs.Count)]
            );
        var (found, whose) =
            (ofLabels?.Right ?? 0) > (ofAnswers?.Right ?? 0) ? (ofLabels, "the dataset's labels") : (ofAnswers, "the answers");
        return found is not { } best ? null
            // Another order than any of these may explain more.
            : target.Manifest.Groups is null
            && PartOrderChecks.Renumbered(answers, labelled, target, right) is { } more
            && more.Right > best.Right * MoreByAnother
                ? more.Check
            : Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                $"{right:N0} of {labelled.Length:N0} answers are right, and {best.Right:N0} would be if {whose} are classes "
                    + $"{best.Order.Words}."
            );

        static int Read(int @class, ClassOrder? order) => order is null ? @class : order.Meant[@class];
    }

    /// <summary>Rows that are in another order of the images than they were said to.</summary>
    static Check? RowOrder(Answers answers, int[] labelled, Func<int, int, bool> isRight, DatasetManifest manifest, int right)
    {
        int[] all = [.. Enumerable.Range(0, manifest.Count)];
        (string Words, int[] ImageOfRow)[] orders =
        [
            (
                "the order of class folders",
                [
                    .. all.OrderBy(image => manifest.Images[image].OriginalClass ?? -1)
                        .ThenBy(image => manifest.Images[image].Key, StringComparer.Ordinal),
                ]
            ),
            ("the order of file names", [.. all.OrderBy(image => manifest.Images[image].Key, StringComparer.Ordinal)]),
            (
                "the order of file names with their numbers counted",
                [.. all.OrderBy(image => Padded(manifest.Images[image].Path), StringComparer.Ordinal)]
            ),
            ("the dataset's order, last to first", [.. all.Reverse()]),
            ("the dataset's order, one row late", [.. all[1..], all[0]]),
            ("the dataset's order, one row early", [all[^1], .. all[..^1]]),
            .. RowShifts
                .Of(answers, manifest.Images)
                .Select(shift =>
                    ($"the dataset's order, turned by {shift:N0} rows", all.Select(row => (row + shift) % all.Length).ToArray())
                ),
            .. Processes.Select(count =>
                ($"the order in which {count} processes took every {count}th image", all.OrderBy(image => image % count).ToArray())
            ),
        ];
        // Rows of copies of a picture are one piece of evidence.
        var counts = new bool[all.Length];
        foreach (var image in labelled)
            counts[image] = true;
        foreach (var (words, imageOfRow) in orders.Where(order => !order.ImageOfRow.SequenceEqual(all)))
        {
            var (gained, lost, classes, change) = (0, 0, new HashSet<int>(), new sbyte[all.Length]);
            for (var row = 0; row < all.Length; row++)
            {
                if (!counts[row] || manifest.Images[imageOfRow[row]].Classes.IsEmpty)
                    continue;
                var (here, there) = (isRight(row, answers.Best(row)), isRight(imageOfRow[row], answers.Best(row)));
                change[row] = (sbyte)((there ? 1 : 0) - (here ? 1 : 0));
                if (there && !here)
                    (gained, _) = (gained + 1, classes.Add(answers.Best(row)));
                if (here && !there)
                    lost++;
            }
            // In the order of class folders a shift moves few rows to images of another class: those tell.
            var areFewMoved = gained >= LeastMoved && gained >= LeastMoved * lost && classes.Count >= LeastClassesMoved;
            if (areFewMoved || (classes.Count > 2 && gained >= 2 * lost && gained > right && OrderEvidence.IsClear(gained, lost)))
                return Check.Warning(
                    CheckCodes.RowOrderDoubtful,
                    $"{right:N0} of {labelled.Length:N0} answers are right, and {right + gained - lost:N0} would be if the rows "
                        + $"were in {words}: they may belong to other images."
                );
            if (MixedOrders.Stretch(change, row => row, row => answers.Best(row)) is > 0 and var stretch)
                return Check.Warning(
                    CheckCodes.RowOrderDoubtful,
                    $"{right:N0} of {labelled.Length:N0} answers are right, and {stretch:N0} more would be if a stretch of the rows "
                        + $"were in {words}: they may belong to other images."
                );
        }
        return null;
    }

    /// <summary>A name by which 2 sorts before 10, as file managers and natsort list them.</summary>
    static string Padded(string path) => Digits().Replace(path, digits => digits.Value.PadLeft(20, '0'));

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    /// <summary>Whether guessing gives as many of a few images, by more than a chance of one in a hundred, and a model that is right on
    /// three fifths of such images does not, by more than one in a thousand. So it is said of one such model in a thousand, and of fewer
    /// the more it knows; of a worse one it is true.</summary>
    static bool FewAtChance(int right, int count, int classes) =>
        BinomialTail.LogAtMost(right, count, RightOfFew) <= MostOfKnowing
        && BinomialTail.LogAtLeast(right, count, 1.0 / classes) >= LeastOfGuessing;

    /// <summary>Within three standard errors of guessing among the classes, or below; of many classes also a few times that.</summary>
    static bool AtChance(int right, int count, int classes, bool isOfAll)
    {
        var chance = 1.0 / classes;
        return right <= count * chance + 3 * Math.Sqrt(count * chance * (1 - chance))
            || (isOfAll && classes >= ManyClasses && right <= TimesChance * count * chance);
    }
}
