using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Labels;

/// <summary>Label sets under which many an answer is right that says nothing: images that have a great part of all
/// classes.</summary>
static class LabelBreadth
{
    /// <summary>Of fewer classes several may well be a great part.</summary>
    const int LeastClasses = 10;

    /// <summary>Of all classes: nobody names so many for one picture.</summary>
    const double Most = 0.5;

    /// <summary>Answers that guessing gets right.</summary>
    const double MostGuessed = 0.2;

    /// <returns>The set, with a check where guessing is right too often.</returns>
    public static ImportedLabelSet Checked(ImportedLabelSet set, LabelTarget target)
    {
        var classes = target.Classes.Count;
        if (set.Kind != LabelSetKind.Several || classes < LeastClasses)
            return set;
        var (used, broad, guessed, example) = (0, 0, 0.0, -1);
        for (var image = 0; image < target.Manifest.Count; image++)
        {
            if (!set.Labels.IsUsed(image))
                continue;
            var share = (double)set.Labels.Of(image).Length / classes;
            (used, guessed) = (used + 1, guessed + share);
            if (share < Most)
                continue;
            broad++;
            example = example < 0 ? image : example;
        }
        if (broad == 0 && guessed < MostGuessed * used)
            return set;
        var seen =
            broad == 0
                ? $"On average an image of '{set.Key}' has {guessed / used * classes:N0} of {classes:N0} classes"
                : $"{Counted.Of(broad, "image")} of '{set.Key}' {Counted.Word(broad, "has", "have")} at least half of all "
                    + $"{classes:N0} classes, such as {FirstTen.Printable(target.Manifest.Images[example].Path)}";
        return set with
        {
            Checks =
            [
                .. set.Checks,
                Check.Warning(
                    CheckCodes.LabelsTooBroad,
                    $"{seen}: answers are right there that say nothing. Guessing gets {guessed / used:P1}."
                ),
            ],
        };
    }
}
