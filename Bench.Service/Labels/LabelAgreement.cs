using Bench.Data.Outcomes;
using Bench.Metrics.Statistics;
using Bench.Service.Claims;

namespace Bench.Service.Labels;

/// <summary>Compares a label set with the dataset's own labels: corrections agree with most of what they correct.</summary>
sealed class LabelAgreement
{
    /// <summary>Below this share of agreement, labels of most of a dataset are of something else.</summary>
    const double Nothing = 0.05;

    /// <summary>Below this share, agreement is remarkable.</summary>
    const double Little = 0.5;

    /// <summary>Below this share, more labels are changed than published corrections change: of ImageNet's at most one in
    /// ten (ReaL).</summary>
    const double Usual = 0.8;
    const int LeastRefused = 50;
    const int LeastDoubted = 10;

    /// <summary>Of fewer images, all that there are: corrections leave as much as they were, and with this chance at most they agree on so
    /// few.</summary>
    const double UsuallyLeft = 0.8;
    static readonly double MostChance = Math.Log(1e-3);

    /// <summary>Least share of changed animals that get another of their kind, and the chance of as few.</summary>
    const double LeastKin = 0.4;
    static readonly double MostKinChance = Math.Log(1e-4);

    /// <summary>Classes that one label replaces, and its share of the changes.</summary>
    const int LeastFilled = 8;
    const double ShareFilled = 0.25;

    /// <summary>Of the images of a class that is numbered otherwise, those that have its other number.</summary>
    const double LeastOfRight = 0.5;

    /// <summary>Fewer images fit an order by chance.</summary>
    const int LeastFitting = 5;
    const int LeastClasses = 3;

    readonly ImportedLabelSet _set;
    readonly LabelTarget _target;

    /// <summary>The images that both label.</summary>
    readonly int[] _images;
    readonly int _agreed;

    /// <summary>One of them for each picture: a label that is corrected is so on each of its copies.</summary>
    readonly int[] _pictures;

    /// <summary>How far the two agree, as the beginning of a sentence.</summary>
    readonly string _seen;

    LabelAgreement(ImportedLabelSet set, LabelTarget target)
    {
        (_set, _target) = (set, target);
        _images =
        [
            .. Enumerable
                .Range(0, target.Manifest.Count)
                .Where(image => set.Labels.IsUsed(image) && !target.Manifest.Images[image].Classes.IsEmpty),
        ];
        _agreed = _images.Count(image => Agrees(image, null));
        _pictures = target.Manifest.OneOfEachPicture(_images);
        _seen = $"'{set.Key}' agrees with the dataset's own labels on {_agreed:N0} of {Counted.Of(_images.Length, "image")}";
    }

    /// <param name="disagrees">Whether the sender says that the labels are of something else than the dataset's own.</param>
    /// <returns>The set, with a check where it agrees with little.</returns>
    /// <exception cref="LabelSetException">It cannot be about the same images and classes as the dataset's own labels.</exception>
    public static ImportedLabelSet Checked(ImportedLabelSet set, LabelTarget target, bool disagrees) =>
        set.Kind is LabelSetKind.OneLabel or LabelSetKind.Several ? new LabelAgreement(set, target).Judged(disagrees) : set;

    ImportedLabelSet Judged(bool disagrees)
    {
        if (_images.Length == 0 || _agreed == _images.Length)
            return _set;
        if (_agreed >= Little * _images.Length)
            return
                (
                    MixedOrder()
                    ?? MovedRows()
                    ?? Renumbered()
                    ?? Exchanged()
                    ?? Changed(disagrees)
                    ?? Filled(disagrees)
                    ?? Unrelated(disagrees)
                    ?? Unusual(disagrees)
                )
                    is { } doubt
                ? Doubted(doubt)
                : _set;

        var order = OrderEvidence.Find(
            _images.Length,
            (i, order) => Agrees(_images[i], order),
            i => _target.Manifest.Images[_images[i]].Classes[0],
            Orders
        );
        if (order is { } found)
            throw new LabelSetException(
                LabelSetCodes.Contradicts,
                $"{_seen}, and on {found.Right:N0} if its numbers are classes {found.Order.Words}. Give class ids, or numbers in "
                    + $"the order of the class space '{_target.Classes.Key}'. If the label set is right, the dataset's own labels are in "
                    + "another order"
            );
        if (!disagrees && _images.Length >= LeastRefused && _agreed < Nothing * _images.Length && _set.Used >= _target.Manifest.Count / 2)
            throw new LabelSetException(
                LabelSetCodes.Contradicts,
                $"{_seen}. It is about other images, or one of the two is in another order of classes. Labels that are meant to be of "
                    + "something else, such as the textures of cue-conflict, are declared with \"disagrees\": true"
            );
        return (Fitting() ?? MixedOrder()) is { } part ? Doubted(part)
            : _images.Length < LeastDoubted && !AreTooFew ? _set
            : Doubted(Check.Warning(CheckCodes.LabelsDisagree, $"{_seen}: numbers under the two do not describe the same task."));
    }

    /// <summary>Whether a set of a few images that leaves none out agrees on too few of them. One that lists corrections alone agrees on
    /// none.</summary>
    bool AreTooFew => _set.Used == _target.Manifest.Count && BinomialTail.LogAtMost(_agreed, _images.Length, UsuallyLeft) <= MostChance;

    /// <summary>Labels of most images that change many. Models tell corrections from labels of other images, once they are
    /// scored.</summary>
    Check? Unusual(bool disagrees) =>
        !disagrees && _images.Length >= LeastRefused && _set.Used >= _target.Manifest.Count / 2 && _agreed < Usual * _images.Length
            ? Check.Note(
                CheckCodes.LabelsDisagree,
                $"{_seen}. Published corrections change at most one label of ten: a part of the labels may be of other images, which the "
                    + "answers of models will tell, or of another task."
            )
            : null;

    /// <summary>Too few images for evidence, and each of them fits.</summary>
    Check? Fitting() =>
        _images.Length >= LeastFitting
        && _images.Select(image => _target.Manifest.Images[image].Classes[0]).Distinct().Count() >= LeastClasses
        && Orders.FirstOrDefault(order => Array.TrueForAll(_images, image => Agrees(image, order))) is { } fitting
            ? Check.Warning(CheckCodes.ClassOrderDoubtful, $"{_seen}, and on all of them if its numbers are classes {fitting.Words}.")
            : null;

    /// <summary>Labels of a stretch of images that are those of their neighbours.</summary>
    Check? MovedRows()
    {
        foreach (var (words, step) in (ReadOnlySpan<(string, int)>)[("one row late", -1), ("one row early", 1)])
        {
            var change = new sbyte[_images.Length];
            for (var i = 0; i < _images.Length; i++)
                if (i + step >= 0 && i + step < _images.Length)
                    change[i] = (sbyte)((AgreesWith(_images[i], _images[i + step]) ? 1 : 0) - (Agrees(_images[i], null) ? 1 : 0));
            if (MixedOrders.Stretch(change, i => i, i => _target.Manifest.Images[_images[i]].Classes[0]) is > 0 and var moved)
                return Check.Warning(
                    CheckCodes.RowOrderDoubtful,
                    $"{_seen}, and on {moved:N0} more if a stretch of its rows were {words}: they may belong to other images."
                );
        }
        return null;
    }

    /// <summary>Few labels, and in a row.</summary>
    Check? Changed(bool disagrees)
    {
        if (disagrees)
            return null;
        int[] own = Array.ConvertAll(_pictures, image => (int)_target.Manifest.Images[image].Classes[0]);
        if (ChangedStretch.Find(own, AgreesAs, Orders) is not { } found)
            return null;
        var images = _target.Manifest.Images;
        return Check.Warning(
            found.IsOfClasses ? CheckCodes.ClassOrderDoubtful : CheckCodes.RowOrderDoubtful,
            $"{_seen}, and on none of {Counted.Of(found.Count, "image")} in a row, from {images[_pictures[found.From]].Path} to "
                + $"{images[_pictures[found.From + found.Count - 1]].Path}"
                + (found.Words is null ? "" : $", and would on all of these if {found.Words}")
                + ": the labels of that stretch, or the dataset's own, may belong to other images or classes."
        );

        bool AgreesAs(int place, int other, ClassOrder? order) =>
            order is not null ? Agrees(_pictures[place], order)
            : place == other ? Agrees(_pictures[place], null)
            : AgreesWith(_pictures[place], _pictures[other]);
    }

    /// <summary>One label in the place of many others: a default where there was none. Of published corrections of val, and of draws of 200
    /// images of it, the label that replaces eight classes and more has 4 % of the changes at most.</summary>
    Check? Filled(bool disagrees)
    {
        var changed = _pictures.Where(image => !Agrees(image, null)).ToLookup(image => _set.Labels.Of(image)[0]);
        return
            !disagrees
            && changed.MaxBy(same => same.Count()) is { } most
            && most.DistinctBy(image => _target.Manifest.Images[image].Classes[0]).Count() >= LeastFilled
            && most.Count() >= ShareFilled * changed.Sum(same => same.Count())
            ? Check.Warning(
                CheckCodes.LabelsDisagree,
                $"{_seen}, and gives {Counted.Of(most.Count(), "image")} of many other classes the label {_target.Classes[most.Key].Id}, "
                    + "which may stand for a label that was missing."
            )
            : null;
    }

    /// <summary>Changed labels that keep to no kind, of ImageNet's animals.</summary>
    /// <remarks>Of each published correction of val (ReaL, cleanlab's, "Flaws of ImageNet", two of several labels) the new class is of
    /// the old one's kind for at least 57 % of the images of any hundred animals, and of AlexNet's mistakes, as labels, for 39 %; drawn
    /// at random, as 200 to 10,000 images or as 50 classes in a row, none of 1,068 draws of corrections has a chance below 0.3. Of other
    /// images, and of classes numbered otherwise, it is for 2 %, so 19 changed animals are enough if none is: 10 % of 475 images, or with
    /// ReaL's own corrections next to them 33 % of 500, 20 % of 1,000 or 10 % of 50,000.</remarks>
    Check? Unrelated(bool disagrees)
    {
        if (disagrees || _target.Manifest.Mask is not null || !AnimalKin.AreKnown(_target.Classes))
            return null;
        int Own(int image) => _target.Manifest.Images[image].Classes[0];
        var animals = AnimalKin.FewOfEach(_pictures.Where(image => AnimalKin.IsAnimal(Own(image)) && !Agrees(image, null)), Own);
        var kin = animals.Count(image => AnimalKin.HasKin(Own(image), _set.Labels.Of(image)));
        return BinomialTail.LogAtMost(kin, animals.Length, LeastKin) > MostKinChance
            ? null
            : Check.Warning(
                CheckCodes.LabelsDisagree,
                $"{_seen}, and of {Counted.Of(animals.Length, "animal")} whose label it changes {kin:N0} get another one of their "
                    + "kind, and by published corrections more than half do: changed labels seem to be of other images, or renumbered."
            );
    }

    /// <summary>Labels of images that have one in both sets.</summary>
    (int[] Given, int[] Own) Single()
    {
        int[] single =
        [
            .. _pictures.Where(image => _set.Labels.Of(image).Length == 1 && _target.Manifest.Images[image].Classes.Length == 1),
        ];
        return (
            Array.ConvertAll(single, image => (int)_set.Labels.Of(image)[0]),
            Array.ConvertAll(single, image => (int)_target.Manifest.Images[image].Classes[0])
        );
    }

    /// <summary>Corrections put classes together now and then, and hardly ever in each other's place.</summary>
    Check? Exchanged()
    {
        var (given, own) = Single();
        return ExchangedClasses.Find(given, own) is { AreExchanged: true } pair
            ? Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                $"{_seen}, and {pair.Images:N0} images of {_target.Classes[pair.One].Id} and {_target.Classes[pair.Other].Id} have the "
                    + "label of the other of the two: the numbers of these classes may be exchanged."
            )
            : null;
    }

    Check? Renumbered()
    {
        var (given, own) = Single();
        return Renumbering.Find(given, own, LeastOfRight) is { } renumbered
            ? Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                $"{_seen}, and on {renumbered.Right:N0} if {renumbered.Classes:N0} classes had other numbers: the two seem to number "
                    + "their classes differently."
            )
            : null;
    }

    IReadOnlyList<ClassOrder> Orders => ClassOrders.MistakenFor(_target.Classes, _target.Manifest.Mask);

    bool AgreesWith(int image, int other)
    {
        foreach (var label in _set.Labels.Of(image))
            if (_target.Manifest.Images[other].Classes.Contains(label))
                return true;
        return false;
    }

    ImportedLabelSet Doubted(Check check) => _set with { Checks = [.. _set.Checks, check] };

    Check? MixedOrder() =>
        MixedOrders.Find(
            _pictures.Length,
            _target.Classes.Count,
            (i, order) => Agrees(_pictures[i], order),
            i => _target.Manifest.Images[_pictures[i]].Classes[0],
            Orders
        )
            is { } found
            ? Check.Warning(
                CheckCodes.ClassOrderDoubtful,
                $"{_seen}, and on {found.Gained:N0} more if a part of its numbers were classes {found.Order.Words}: two orders of "
                    + "classes may be mixed."
            )
            : null;

    bool Agrees(int image, ClassOrder? order)
    {
        foreach (var label in _set.Labels.Of(image))
            if (
                (order is null ? label : order.Meant[label]) is >= 0 and var read
                && _target.Manifest.Images[image].Classes.Contains((ushort)read)
            )
                return true;
        return false;
    }
}
