using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Whether a label set is a model's answers: it has them where they are wrong by the dataset's own labels, too.</summary>
/// <remarks>Of such answers of 18 published models over val ReaL calls 15 to 43 % right, and cleanlab's corrections 4 to 14 %:
/// a corrected label is another one, or one more, and the model has some answer of its own. How many images there are does not
/// matter.</remarks>
static class AnswersForLabels
{
    public const int LeastImages = 20;

    /// <summary>Wrong answers by the dataset's own labels, and the share of them that the label set has.</summary>
    const int LeastMistakes = 10;
    const double Most = 0.95;

    /// <param name="Mistakes">Wrong by the dataset's own labels.</param>
    /// <param name="Right">How many of these the label set calls right.</param>
    public readonly record struct Followed(int Mistakes, int Right);

    /// <param name="own">What the model gets right by the dataset's own labels.</param>
    /// <param name="given">The same by the label set.</param>
    /// <param name="pictures">Pictures of the images, where several are of one: the first that counts speaks for all.</param>
    public static Followed? Of(ImageOutcomes own, ImageOutcomes given, Clusters? pictures)
    {
        var (both, kept, mistakes, right, seen) = (0, 0, 0, 0, new HashSet<int>());
        for (var image = 0; image < own.Used.Count; image++)
        {
            if (!own.Used[image] || !given.Used[image] || (pictures is not null && !seen.Add(pictures.Pictures[image])))
                continue;
            both++;
            if (own.Correct[image])
                kept += given.Correct[image] ? 1 : 0;
            else
                (mistakes, right) = (mistakes + 1, right + (given.Correct[image] ? 1 : 0));
        }
        return mistakes >= LeastMistakes && right >= Most * mistakes && kept >= Most * (both - mistakes) ? new(mistakes, right) : null;
    }
}
