namespace Bench.Metrics.Predicted;

/// <summary>How the probability of a group of classes is made of those of its classes.</summary>
public enum GroupRule
{
    /// <summary>Their mean: a group does not win by having many classes. Geirhos et al., "ImageNet-trained CNNs are
    /// biased towards texture", 2019.</summary>
    Mean,

    /// <summary>The largest: the best class of all groups decides.</summary>
    Max,

    /// <summary>Their sum: the probability that one of them is right.</summary>
    Sum,
}
