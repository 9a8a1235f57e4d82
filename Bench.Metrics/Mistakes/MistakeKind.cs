namespace Bench.Metrics.Mistakes;

/// <summary>What kind a model's best class of an image is, the first that fits in this order.</summary>
/// <remarks>
/// Peychev et al., "Automated classification of model errors on ImageNet", NeurIPS 2023. Their kind "out of
/// vocabulary", between <see cref="SameSuperclass"/> and <see cref="CoOccurring"/>, needs pictures and an image-text
/// model; such mistakes count here as one of the kinds after it.
/// </remarks>
public enum MistakeKind
{
    /// <summary>The class that the image is filed under, which the label set accepts.</summary>
    Right,

    /// <summary>Another name for the class of the image (laptop, notebook), or the wider one of two (coffee mug,
    /// cup).</summary>
    CollapsedClasses,

    /// <summary>Another class that the label set accepts too.</summary>
    ValidMultiLabel,

    /// <summary>A class of the same superclass as an acceptable one: a fine-grained mistake.</summary>
    SameSuperclass,

    /// <summary>A class that often occurs together with an acceptable one: a spurious correlation.</summary>
    CoOccurring,

    /// <summary>The image shows its class in a way that people called non-prototypical.</summary>
    NonPrototypical,

    /// <summary>None of these.</summary>
    Unexplained,
}
