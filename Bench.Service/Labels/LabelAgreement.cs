using Bench.Data.Outcomes;
using Bench.Service.Claims;

namespace Bench.Service.Labels;

/// <summary>Compares a label set with the dataset's own labels: corrections agree with most of what they correct.</summary>
static class LabelAgreement
{
    /// <summary>Below this share of agreement, labels of most of a dataset are of something else.</summary>
    const double Nothing = 0.05;

    /// <summary>Below this share, agreement is remarkable.</summary>
    const double Little = 0.5;
    const int LeastRefused = 50;
    const int LeastDoubted = 10;

    /// <summary>Fewer images fit an order by chance.</summary>
    const int LeastFitting = 5;
    const int LeastClasses = 3;

    /// <param name="disagrees">Whether the sender says that the labels are of something else than the dataset's own.</param>
    /// <returns>The set, with a check where it agrees with little.</returns>
    /// <exception cref="LabelSetException">It cannot be about the same images and classes as the dataset's own labels.</exception>
    public static ImportedLabelSet Checked(ImportedLabelSet set, LabelTarget target, bool disagrees)
    {
        if (set.Kind is not (LabelSetKind.OneLabel or LabelSetKind.Several))
            return set;
        int[] images =
        [
            .. Enumerable
                .Range(0, target.Manifest.Count)
                .Where(image => set.Labels.IsUsed(image) && !target.Manifest.Images[image].Classes.IsEmpty),
        ];
        var agreed = images.Count(image => Agrees(image, null));
        var seen = $"'{set.Key}' agrees with the dataset's own labels on {agreed:N0} of {Counted.Of(images.Length, "image")}";
        if (images.Length == 0 || agreed == images.Length)
            return set;
        if (agreed >= Little * images.Length)
            return (MixedOrder() ?? MovedRows() ?? Renumbered()) is { } doubt ? Doubted(doubt) : set;

        var order = OrderEvidence.Find(
            images.Length,
            (i, order) => Agrees(images[i], order),
            i => target.Manifest.Images[images[i]].Classes[0],
            ClassOrders.MistakenFor(target.Classes)
        );
        if (order is { } found)
            throw new LabelSetException(
                LabelSetCodes.Contradicts,
                $"{seen}, and on {found.Right:N0} if its numbers are classes {found.Order.Words}. Give class ids, or numbers in "
                    + $"the order of the class space '{target.Classes.Key}'. If the label set is right, the dataset's own labels are in "
                    + "another order"
            );
        if (!disagrees && images.Length >= LeastRefused && agreed < Nothing * images.Length && set.Used >= target.Manifest.Count / 2)
            throw new LabelSetException(
                LabelSetCodes.Contradicts,
                $"{seen}. It is about other images, or one of the two is in another order of classes. Labels that are meant to be of "
                    + "something else, such as the textures of cue-conflict, are declared with \"disagrees\": true"
            );
        return (Fitting() ?? MixedOrder()) is { } part ? Doubted(part)
            : images.Length < LeastDoubted ? set
            : Doubted(Check.Warning(CheckCodes.LabelsDisagree, $"{seen}: numbers under the two do not describe the same task."));

        // Too few images for evidence, and each of them fits.
        Check? Fitting() =>
            images.Length >= LeastFitting
            && images.Select(image => target.Manifest.Images[image].Classes[0]).Distinct().Count() >= LeastClasses
            && ClassOrders.MistakenFor(target.Classes).FirstOrDefault(order => Array.TrueForAll(images, image => Agrees(image, order)))
                is { } fitting
                ? Check.Warning(CheckCodes.ClassOrderDoubtful, $"{seen}, and on all of them if its numbers are classes {fitting.Words}.")
                : null;

        // Labels of a stretch of images that are those of their neighbours.
        Check? MovedRows()
        {
            foreach (var (words, step) in (ReadOnlySpan<(string, int)>)[("one row late", -1), ("one row early", 1)])
            {
                var change = new sbyte[images.Length];
                for (var i = 0; i < images.Length; i++)
                    if (i + step >= 0 && i + step < images.Length)
                        change[i] = (sbyte)((AgreesWith(images[i], images[i + step]) ? 1 : 0) - (Agrees(images[i], null) ? 1 : 0));
                if (MixedOrders.Stretch(change, i => i, i => target.Manifest.Images[images[i]].Classes[0]) is > 0 and var moved)
                    return Check.Warning(
                        CheckCodes.RowOrderDoubtful,
                        $"{seen}, and on {moved:N0} more if a stretch of its rows were {words}: they may belong to other images."
                    );
            }
            return null;
        }

        Check? Renumbered()
        {
            int[] single =
            [
                .. images.Where(image => set.Labels.Of(image).Length == 1 && target.Manifest.Images[image].Classes.Length == 1),
            ];
            return
                Renumbering.Find(
                    Array.ConvertAll(single, image => (int)set.Labels.Of(image)[0]),
                    Array.ConvertAll(single, image => (int)target.Manifest.Images[image].Classes[0])
                )
                    is { } renumbered
                ? Check.Warning(
                    CheckCodes.ClassOrderDoubtful,
                    $"{seen}, and on {renumbered.Right:N0} if {renumbered.Classes:N0} classes had other numbers: the two seem to number "
                        + "their classes differently."
                )
                : null;
        }

        bool AgreesWith(int image, int other)
        {
            foreach (var label in set.Labels.Of(image))
                if (target.Manifest.Images[other].Classes.Contains(label))
                    return true;
            return false;
        }

        ImportedLabelSet Doubted(Check check) => set with { Checks = [.. set.Checks, check] };

        Check? MixedOrder() =>
            MixedOrders.Find(
                images.Length,
                target.Classes.Count,
                (i, order) => Agrees(images[i], order),
                i => target.Manifest.Images[images[i]].Classes[0],
                ClassOrders.MistakenFor(target.Classes)
            )
                is { } found
                ? Check.Warning(
                    CheckCodes.ClassOrderDoubtful,
                    $"{seen}, and on {found.Gained:N0} more if a part of its numbers were classes {found.Order.Words}: two orders of "
                        + "classes may be mixed."
                )
                : null;

        bool Agrees(int image, ClassOrder? order)
        {
            foreach (var label in set.Labels.Of(image))
                if (
                    (order is null ? label : order.Meant[label]) is >= 0 and var read
                    && target.Manifest.Images[image].Classes.Contains((ushort)read)
                )
                    return true;
            return false;
        }
    }
}
