using System.Globalization;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>What the mistakes among the validation set's own labels tell: a model does not make them, and answers that
/// were copied from the labels do.</summary>
/// <remarks>
/// ReaL (Beyer et al., 2020) took one label of ten away. Errors under it, divided by those under the original labels, are
/// 0.65 to 0.90 for each of 1,556 published results (timm's tables): 0.82 at most where 60 to 88 % are right. Where a
/// share of the answers are the labels, or a model has learnt these images by heart, ReaL takes away as much as it gives,
/// and the ratio is near 1; where they are ReaL's, it is low.
/// </remarks>
public static class ReassessedLabels
{
    /// <summary>Of the 46,837 images that ReaL labels; fewer may have been chosen.</summary>
    const int LeastImages = 40_000;

    /// <summary>Published models' least ratio, less a margin.</summary>
    const double Least = 0.55;

    /// <summary>Their greatest, and a margin: from weak models, over the middle, to the best.</summary>
    const double MostOfWeak = 0.95;
    const double Most = 0.86;
    const double MostOfBest = 0.96;

    /// <summary>Weaker models are right on too little; weights drawn at random have a ratio of 1.</summary>
    const double Weakest = 0.4;
    const double Weak = 0.6;
    const double Good = 0.86;
    const double Best = 0.9;

    /// <param name="original">Share of the validation images that is right by their own labels.</param>
    /// <param name="reassessed">The same by ReaL's.</param>
    /// <param name="images">Images that ReaL labels.</param>
    public static Check? Of(double original, double reassessed, int images)
    {
        if (images < LeastImages || original is < Weakest or >= 1)
            return null;
        var ratio = (1 - reassessed) / (1 - original);
        var most =
            original < Weak ? MostOfWeak
            : original < Good ? Most
            : Math.Min(MostOfBest, Most + (MostOfBest - Most) * (original - Good) / (Best - Good));
        if (ratio >= Least && ratio <= most)
            return null;
        return Check.Warning(
            CheckCodes.AnswersAreLabels,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * original:0.0} % are right by the original labels and {100 * reassessed:0.0} % by ReaL's: errors are "
            )
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ratio:0.00} times as many, and those of published models 0.65 to 0.90 times. "
                )
                + (
                    ratio > most
                        ? "A part of the answers may be the original labels, mistakes included, or the model may have learnt these images."
                        : "A part of the answers may be ReaL's labels, or the model may have learnt them."
                )
        );
    }
}
