using Bench.Data.Outcomes;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Truth;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>What a model's answers say of the images on which a label set differs from the dataset's own
/// labels.</summary>
/// <remarks>Who corrects labels is right about as often as the labels were, by the models' word: over such images of
/// five public label sets 52 published models answer as the dataset has it at most 1.3 times as often as the label set
/// does. Of labels that belong to other images, or that are numbered otherwise, they know nothing: 5 to 30 times as
/// often.</remarks>
static class DisagreeingLabels
{
    /// <summary>Answers as the dataset has it: so many, or of fewer than a thousand images their share; the least share of
    /// any; and so often for each as the label set has it, by so many standard errors.</summary>
    const int Least = 50;
    const double ShareOfFew = 0.05;
    const double LeastShare = 0.02;
    const int PerGiven = 3;
    const double Clear = 4;

    /// <summary>Of one class whose images got another label: so many answers, images and this share of the class, and
    /// so often for each as the label set has it.</summary>
    const int LeastOfClass = 16;
    const double ShareOfClass = 0.6;
    const int PerGivenOfClass = 10;

    /// <param name="key">Of the label set.</param>
    /// <param name="labels">Its labels, with the dataset's own.</param>
    /// <param name="own">What the model gets right by the dataset's own labels.</param>
    /// <param name="given">The same by the label set.</param>
    /// <param name="pictures">Pictures of the images, where several are of one: the first that counts speaks for all.</param>
    public static Check? Of(string key, GroundTruth labels, ImageOutcomes own, ImageOutcomes given, Clusters? pictures)
    {
        if (labels.OriginalClass.IsEmpty)
            return null;
        var (all, compared) = (new Sides(), 0);
        var (ofClasses, images) = (new Dictionary<(ushort Own, ushort Given), Sides>(), new Dictionary<ushort, int>());
        var seen = new HashSet<int>();
        for (var image = 0; image < labels.Count; image++)
        {
            if (!own.Used[image] || !given.Used[image] || (pictures is not null && !seen.Add(pictures.Pictures[image])))
                continue;
            var label = labels.OriginalClass.Span[image];
            (compared, images[label]) = (compared + 1, images.GetValueOrDefault(label) + 1);
            if (labels.Of(image).Contains(label))
                continue;
            all = all.With(own.Correct[image], given.Correct[image]);
            var pair = (label, labels.Of(image)[0]);
            ofClasses[pair] = ofClasses.GetValueOrDefault(pair).With(own.Correct[image], given.Correct[image]);
        }
        if (
            all.Own >= Math.Max(Math.Min(Least, ShareOfFew * compared), LeastShare * compared)
            && all.Own - PerGiven * all.Given >= Clear * Math.Sqrt(all.Own + PerGiven * PerGiven * all.Given)
        )
            return Check.Warning(
                CheckCodes.LabelsDisagree,
                $"Of {all.Images:N0} images whose label '{key}' changes, a model answers {all.Own:N0} as the dataset's own labels "
                    + $"have it and {all.Given:N0} as '{key}' has. Corrections get about as many of each: labels of these images may be "
                    + "those of others, or be numbered otherwise; or the answers may be the dataset's labels."
            );
        foreach (var ((label, other), sides) in ofClasses)
            if (sides.Own >= LeastOfClass && sides.Own >= PerGivenOfClass * sides.Given && sides.Images >= ShareOfClass * images[label])
                return Check.Warning(
                    CheckCodes.ClassOrderDoubtful,
                    $"'{key}' has the label {other} for {sides.Images:N0} of {images[label]:N0} images of class {label}, and a model "
                        + $"answers {sides.Own:N0} of them as class {label} and {sides.Given:N0} as '{key}' has it: one number may stand "
                        + "for both classes, or for the other."
                );
        return null;
    }

    /// <summary>Images, and those that are answered as either side has it.</summary>
    readonly record struct Sides(int Images, int Own, int Given)
    {
        public Sides With(bool own, bool given) => new(Images + 1, Own + (own ? 1 : 0), Given + (given ? 1 : 0));
    }
}
