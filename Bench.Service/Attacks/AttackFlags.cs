namespace Bench.Service.Attacks;

/// <summary>Reasons to doubt that an attack showed a model's weakness, as AutoAttack's: a flagged number is an upper
/// bound of robust accuracy and may be far above it.</summary>
[Flags]
public enum AttackFlags
{
    None = 0,

    /// <summary>The same pictures got different answers the second time.</summary>
    Randomised = 1,

    /// <summary>For some pictures the gradient of cross-entropy is zero everywhere.</summary>
    ZeroGradient = 2,

    /// <summary>The answers are probabilities: losses that look at logits see little of the slope.</summary>
    SoftmaxOutput = 4,

    /// <summary>Square, which sees no gradient, misled the model where the attacks by gradient had not.</summary>
    BlackBoxBetter = 8,

    /// <summary>Answers depend on the other pictures of the batch.</summary>
    BatchDependent = 16,

    /// <summary>The model has no gradient: only Square ran.</summary>
    BlackBoxOnly = 32,

    /// <summary>Gradients held infinities or NaN somewhere: attacks by gradient learned nothing there.</summary>
    GradientNotFinite = 64,

    /// <summary>Operators that jump lie between the picture and the logits: what passes through them is not in the
    /// gradient.</summary>
    SteppedGradient = 128,

    /// <summary>At some ε no recognised image's margin was lowered at all: the attack had no hold there.</summary>
    NothingMoved = 256,

    /// <summary>For some perturbed pictures the model answered NaN or infinity, which counts as misled.</summary>
    AnswerNotFinite = 512,

    /// <summary>The model takes bytes, and rounding takes some pictures further away than an ε.</summary>
    RoundedBeyond = 1024,

    /// <summary>Of some pictures as they are the best class has all of the probability, in single precision, and no Softmax or Sigmoid ends
    /// the graph: how far the others are away cannot be seen.</summary>
    SaturatedAnswers = 2048,
}
