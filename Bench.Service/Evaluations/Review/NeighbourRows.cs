using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Review;

/// <summary>Answers that are right for images a few rows away and wrong for their own: batches whose rows were mixed, or rows that are
/// means of neighbours.</summary>
/// <remarks>Only neighbours with another label count, and only more of them than images far away give.</remarks>
static class NeighbourRows
{
    /// <summary>Rows of a batch, on either side.</summary>
    const int Batch = 64;

    /// <summary>Rows that are put together.</summary>
    const int Near = 4;

    /// <summary>For each right answer, so many that are right for a neighbour. Images that lie by class have neighbours of similar
    /// classes, for which wrong answers are right now and then.</summary>
    const double PerRight = 3;
    const double PerRightOfMixed = 0.5;

    /// <summary>Neighbours with the same label, in a list that is in no order of classes.</summary>
    const double MostAlike = 0.05;

    const double LeastShare = 0.1;
    const int LeastImages = 100;
    const int LeastClasses = 20;

    /// <param name="answers">Of the model.</param>
    /// <param name="images">With their labels.</param>
    /// <param name="right">How many are right for their own image.</param>
    public static Check? Of(Answers answers, IReadOnlyList<ManifestImage> images, int right)
    {
        if (images.Count < LeastImages || answers.Classes < LeastClasses)
            return null;
        var alike = Enumerable.Range(1, images.Count - 1).Count(image => SameLabels(images[image - 1], images[image]));
        var found =
            Excess(answers, images, Batch) is var batch && batch >= PerRight * right ? batch
            : alike <= MostAlike * images.Count && Excess(answers, images, Near) is var near && near >= PerRightOfMixed * right ? near
            : 0;
        return found < LeastShare * images.Count
            ? null
            : Check.Warning(
                CheckCodes.RowOrderDoubtful,
                $"{right:N0} of {images.Count:N0} answers are right, and {found:N0} others are for an image at most {Batch - 1} rows away: "
                    + "rows may have been mixed within batches, or be means of neighbouring ones."
            );
    }

    /// <summary>Wrong answers that are right for an image at most this many rows away, less those for one of as many far away.</summary>
    static int Excess(Answers answers, IReadOnlyList<ManifestImage> images, int window)
    {
        var (near, far, classes) = (0, 0, new HashSet<int>());
        for (var row = 0; row < images.Count; row++)
        {
            var answer = answers.Best(row);
            if (images[row].Classes.Contains(answer))
                continue;
            if (IsNear(row, answer))
                (near, _) = (near + 1, classes.Add(answer));
            if (IsNear((row + images.Count / 2) % images.Count, answer))
                far++;
        }
        return classes.Count < LeastClasses ? 0 : near - far;

        bool IsNear(int place, ushort answer)
        {
            for (var other = Math.Max(0, place - window + 1); other < Math.Min(images.Count, place + window); other++)
                if (images[other].Classes.Contains(answer))
                    return true;
            return false;
        }
    }

    static bool SameLabels(ManifestImage one, ManifestImage other) => one.Classes.AsSpan().SequenceEqual(other.Classes.AsSpan());
}
