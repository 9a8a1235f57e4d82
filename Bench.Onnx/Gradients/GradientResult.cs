namespace Bench.Onnx.Gradients;

/// <summary>A model's gradient, or what prevents it: exactly one of the two.</summary>
/// <param name="Model">The model with its reverse pass.</param>
/// <param name="Missing">Operators without a rule, or another reason; empty where there is a model. Attacks then go
/// without a gradient and name these.</param>
public sealed record GradientResult(GradientModel? Model, IReadOnlyList<string> Missing)
{
    /// <summary>Operators between the picture and the logits that jump (Round, Floor, …): what passes through them is
    /// not in the gradient.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Whether the reverse pass begins at logits that the model's output does not show, before its last Softmax or
    /// Sigmoid.</summary>
    public bool OwnLogits { get; init; }

    internal static GradientResult Without(params IEnumerable<string> missing) => new(null, [.. missing]);
}
