namespace Bench.Onnx.Model;

/// <summary>Costs of a model, from its graph alone.</summary>
/// <param name="Parameters">Elements of weights; see <see cref="Onnx.Costs.ParameterCount"/> for what counts.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulate operations for one picture; see
/// <see cref="Onnx.Costs.MultiplyAccumulateCount"/>.</param>
/// <param name="Weights">How the weights are stored, one entry an element type, most bits first.</param>
/// <param name="Height">Height of the picture that the operations were counted for.</param>
/// <param name="Width">Width of that picture.</param>
/// <param name="Uncounted">Operators that counted as 0 because nothing is known about them, as "name × how often", in
/// ordinal order.</param>
public sealed record OnnxCost(
    long Parameters,
    long MultiplyAccumulates,
    IReadOnlyList<OnnxWeightStorage> Weights,
    int Height,
    int Width,
    IReadOnlyList<string> Uncounted
);
