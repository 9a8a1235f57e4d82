namespace Bench.Service.Attacks;

/// <summary>What an attack makes larger.</summary>
public enum AttackLoss
{
    /// <summary>Cross-entropy, −log p_y; towards a target, log p_t.</summary>
    CrossEntropy,

    /// <summary>z_o − z_y, where o is the best other class, or the target.</summary>
    Margin,

    /// <summary>p_o − p_y: the margin of probabilities.</summary>
    ProbabilityMargin,

    /// <summary>Difference of logits ratio, (z_o − z_y) / (z₍₁₎ − z₍₃₎); towards a target the divisor is z₍₁₎ − (z₍₃₎ +
    /// z₍₄₎) / 2. It does not change when the logits are scaled.</summary>
    LogitsRatio,
}
