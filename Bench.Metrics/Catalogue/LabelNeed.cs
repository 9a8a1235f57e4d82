namespace Bench.Metrics.Catalogue;

/// <summary>What a metric asks of a label set.</summary>
public enum LabelNeed
{
    /// <summary>Any label set; an image with several acceptable classes counts as right when one of them is
    /// hit.</summary>
    Any,

    /// <summary>Exactly one acceptable class for each used image.</summary>
    SingleLabel,

    /// <summary>One class to file each image under: its single label, or the dataset's original class.</summary>
    ClassOfImage,

    /// <summary>The dataset's original class of each image as well as the label set's own classes.</summary>
    OriginalClass,
}
