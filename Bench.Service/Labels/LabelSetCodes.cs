namespace Bench.Service.Labels;

/// <summary>Stable codes of <see cref="LabelSetException"/>; they appear in the API.</summary>
public static class LabelSetCodes
{
    /// <summary>The file is not in its format.</summary>
    public const string Invalid = "label-set-invalid";

    /// <summary>No such format.</summary>
    public const string FormatUnknown = "label-set-format-unknown";

    /// <summary>A label is no class of the dataset's class space.</summary>
    public const string ClassUnknown = "label-set-class-unknown";

    /// <summary>The file names images that the dataset does not have, or a name that several have.</summary>
    public const string ImageUnknown = "label-set-image-unknown";

    /// <summary>The file names an image twice.</summary>
    public const string ImageRepeated = "label-set-image-repeated";

    /// <summary>The labels contradict the dataset's own on nearly every image.</summary>
    public const string Contradicts = "label-set-contradicts";

    /// <summary>The file is about another dataset: other classes, other original labels, or not one image in
    /// common.</summary>
    public const string OtherDataset = "label-set-other-dataset";
}
