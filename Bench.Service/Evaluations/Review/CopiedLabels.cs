using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Review;

/// <summary>So many right answers that they may be the dataset's labels themselves.</summary>
static class CopiedLabels
{
    /// <summary>Most of the validation set that a model can be right on: some six labels of a hundred are wrong, and no
    /// published model comes near.</summary>
    const double MostOfVal = 0.95;

    /// <param name="target">The dataset.</param>
    /// <param name="labelled">One image with labels of each picture.</param>
    /// <param name="right">How many of them are answered right.</param>
    /// <param name="verified">Whether the model was run here: it saw no label, unless it was trained on these images.</param>
    public static Check? Of(LabelTarget target, int[] labelled, int right, bool verified)
    {
        var isVal = target.Manifest.Variant == DatasetVariants.ValKey;
        var classes =
            target.Manifest.Groups is null && target.Outputs.Hash == ImageNet1kClasses.Space.Hash
                ? labelled.SelectMany(image => target.Manifest.Images[image].Classes).Distinct().Count()
                : 0;
        var isBeyond =
            !verified
            && (
                BeyondModels.Are(right, labelled.Length, target.Classes.Count, classes)
                || BeyondModels.AreOfFew(right, labelled.Length, target.Manifest.Mask is null ? classes : 0, isVal ? MostOfVal : null)
            );
        if (!isBeyond && !(isVal && labelled.Length >= BeyondModels.LeastImages && right >= MostOfVal * labelled.Length))
            return null;
        return Check.Warning(
            CheckCodes.AnswersAreLabels,
            right == labelled.Length
                ? $"All {right:N0} answers are right: they may be the dataset's labels themselves."
                : $"{right:N0} of {labelled.Length:N0} answers are right, more than any published model's"
                    + (isVal ? ", and some labels of this set are known to be wrong" : "")
                    + ": most answers may be the labels themselves."
        );
    }
}
