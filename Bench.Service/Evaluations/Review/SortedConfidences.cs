using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences that only rise, or only fall, from image to image: a column that was sorted without its rows.
/// Rows that were sorted keep their images' names, and are put into the dataset's order.</summary>
static class SortedConfidences
{
    const int Least = 50;
    const int LeastDifferent = 20;

    /// <param name="confidence">[N] of each image's best class, in the dataset's order.</param>
    public static Check? Of(float[] confidence)
    {
        if (confidence.Length < Least)
            return null;
        var (rises, falls, different) = (true, true, 1);
        for (var image = 1; image < confidence.Length; image++)
        {
            rises &= confidence[image] >= confidence[image - 1];
            falls &= confidence[image] <= confidence[image - 1];
            different += confidence[image] == confidence[image - 1] ? 0 : 1;
        }
        return !(rises || falls) || different < LeastDifferent
            ? null
            : Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                $"From the first image to the last of {confidence.Length:N0} no confidence {(rises ? "falls" : "rises")}: their column "
                    + "seems to have been sorted by itself, so that they belong to other images."
            );
    }
}
