using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Labels;

/// <summary>Label sets under which many an answer is right that says nothing: images that have a great part of all classes, or nearly all
/// of them one and the same.</summary>
static class LabelBreadth
{
    /// <summary>Least classes: of fewer, several may well be a great part.</summary>
    const int LeastClasses = 10;

    /// <summary>Most of the classes that the labels of one picture may name.</summary>
    const double Most = 0.5;

    /// <summary>Answers that guessing gets right.</summary>
    const double MostGuessed = 0.2;

    /// <summary>Of the images, with one and the same class among their labels: votes, sizes and other numbers that were read as
    /// labels.</summary>
    const double MostOfOne = 0.9;
    const int LeastImages = 20;

    /// <returns>The set, with a check where guessing is right too often.</returns>
    public static ImportedLabelSet Checked(ImportedLabelSet set, LabelTarget target)
    {
        var classes = target.Classes.Count;
        if (set.Kind != LabelSetKind.Several || classes < LeastClasses)
            return set;
        var (used, broad, guessed, example) = (0, 0, 0.0, -1);
        var images = new int[classes];
        for (var image = 0; image < target.Manifest.Count; image++)
        {
            if (!set.Labels.IsUsed(image))
                continue;
            var share = (double)set.Labels.Of(image).Length / classes;
            (used, guessed) = (used + 1, guessed + share);
            foreach (var label in set.Labels.Of(image))
                images[label]++;
            if (share < Most)
                continue;
            broad++;
            example = example < 0 ? image : example;
        }
        var commonest = Array.IndexOf(images, images.Max());
        if (broad == 0 && used >= LeastImages && images[commonest] >= MostOfOne * used)
            return Doubted(
                set,
                $"{images[commonest]:N0} of {Counted.Of(used, "image")} of '{set.Key}' have the class {target.Classes[commonest].Id} "
                    + $"({commonest}) among their labels: the same answer for every picture is right, and other numbers may have been "
                    + "read as labels."
            );
        if (broad == 0 && guessed < MostGuessed * used)
            return set;
        var seen =
            broad == 0
                ? $"On average an image of '{set.Key}' has {guessed / used * classes:N0} of {classes:N0} classes"
                : $"{Counted.Of(broad, "image")} of '{set.Key}' {Counted.Word(broad, "has", "have")} at least half of all "
                    + $"{classes:N0} classes, such as {FirstTen.Printable(target.Manifest.Images[example].Path)}";
        return Doubted(set, $"{seen}: answers are right there that say nothing. Guessing gets {guessed / used:P1}.");
    }

    static ImportedLabelSet Doubted(ImportedLabelSet set, string message) =>
        set with
        {
            Checks = [.. set.Checks, Check.Warning(CheckCodes.LabelsTooBroad, message)],
        };
}
