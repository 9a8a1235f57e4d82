namespace Bench.Metrics.OpenSet;

/// <summary>How strange an image looks to a model; each is higher the stranger it looks.</summary>
public enum OodScore
{
    /// <summary>−log of the largest softmax probability. Hendrycks and Gimpel, 2017: same order as the probability,
    /// with more digits near 1.</summary>
    MaxSoftmax,

    /// <summary>−largest logit. Hendrycks et al., "Scaling out-of-distribution detection for real-world settings",
    /// 2022.</summary>
    MaxLogit,

    /// <summary>−log Σ exp of the logits, the free energy at temperature 1. Liu et al., 2020.</summary>
    Energy,
}
