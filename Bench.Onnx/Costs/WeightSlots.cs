using System.Collections.Frozen;
using Bench.Onnx.Model;

namespace Bench.Onnx.Costs;

/// <summary>Inputs of operators that take stored numbers which are not weights.</summary>
/// <remarks>
/// Scales and zero points of quantisation, running means and variances of batch normalisation (PyTorch calls them
/// buffers), bounds, pad values and sizes.
/// </remarks>
internal static class WeightSlots
{
    static readonly FrozenDictionary<string, int[]> NotWeights = new Dictionary<string, int[]>
    {
        ["BatchNormalization"] = [3, 4],
        ["Clip"] = [1, 2],
        ["ConvInteger"] = [2, 3],
        ["DequantizeLinear"] = [1, 2],
        ["Dropout"] = [1, 2],
        ["DynamicQuantizeMatMul"] = [2, 3],
        ["MatMulInteger"] = [2, 3],
        ["MatMulIntegerToFloat"] = [2, 3, 4, 5],
        ["MatMulNBits"] = [2, 3],
        ["OneHot"] = [2],
        ["Pad"] = [2],
        ["QGemm"] = [1, 2, 4, 5, 7, 8],
        ["QLinearAdd"] = [1, 2, 4, 5, 6, 7],
        ["QLinearAveragePool"] = [1, 2, 3, 4],
        ["QLinearConv"] = [1, 2, 4, 5, 6, 7],
        ["QLinearGlobalAveragePool"] = [1, 2, 3, 4],
        ["QLinearLeakyRelu"] = [1, 2, 3, 4],
        ["QLinearMatMul"] = [1, 2, 4, 5, 6, 7],
        ["QLinearMul"] = [1, 2, 4, 5, 6, 7],
        ["QLinearSigmoid"] = [1, 2, 3, 4],
        ["QLinearSoftmax"] = [1, 2, 3, 4],
        ["QuantizeLinear"] = [1, 2],
        ["Resize"] = [1, 2],
        ["Upsample"] = [1],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Inputs that take 32-bit biases of quantised layers.</summary>
    static readonly FrozenDictionary<string, int> WideBiases = new Dictionary<string, int>
    {
        ["DequantizeLinear"] = 0,
        ["QGemm"] = 6,
        ["QLinearConv"] = 8,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool TakesWeight(string op, int slot, OnnxElementType type) =>
        type == OnnxElementType.Int32
            ? WideBiases.TryGetValue(op, out var bias) && bias == slot
            : (type.IsFloatingPoint() || type.IsQuantized()) && !(NotWeights.TryGetValue(op, out var others) && others.Contains(slot));
}
