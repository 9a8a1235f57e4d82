using Bench.Onnx.Gradients;

namespace Bench.Workers.Attacks;

/// <summary>A classifier under attack: a model in its session, or a function in a test. Pictures are float32 in [0, 1],
/// one after another.</summary>
internal interface IAttackTarget
{
    /// <summary>Numbers of one picture: channels × height × width.</summary>
    int Pixels { get; }

    int Classes { get; }

    /// <summary>Whether <see cref="Gradients"/> can be asked; otherwise only attacks without gradients run.</summary>
    bool HasGradient { get; }

    /// <summary>The served model's answers: what an attack is counted on.</summary>
    /// <param name="pictures">N × <see cref="Pixels"/>.</param>
    /// <param name="logits">N × <see cref="Classes"/>.</param>
    void Logits(ReadOnlySpan<float> pictures, Span<float> logits);

    /// <summary>Jᵀ·seed for each picture, where J is the Jacobian of the logits over the pixels.</summary>
    /// <param name="pictures">N × <see cref="Pixels"/>.</param>
    /// <param name="seeds">N × <see cref="Classes"/>: a loss's gradient over the logits.</param>
    /// <param name="gradients">N × <see cref="Pixels"/>.</param>
    void Gradients(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> gradients);

    /// <summary>The features of class maps; null where none are made.</summary>
    FeatureTensor? Features => null;

    /// <summary>max(0, Σ_k α_k A_k) for each picture over the places of its last features A, where α_k is the mean over
    /// the places of what the seeds' derivative over A_k is: Grad-CAM.</summary>
    /// <param name="pictures">N × <see cref="Pixels"/>.</param>
    /// <param name="seeds">N × <see cref="Classes"/>.</param>
    /// <param name="maps">N × the features' height × width.</param>
    void ClassMaps(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> maps) =>
        throw new NotSupportedException("this target makes no class maps");
}
