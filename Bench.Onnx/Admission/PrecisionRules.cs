using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>Reads from operators and weights in what numbers a model computes.</summary>
internal static class PrecisionRules
{
    public static OnnxPrecision Find(OnnxFile file)
    {
        var operators = GraphWalk.Nodes(file).Select(node => node.Operator).ToHashSet(StringComparer.Ordinal);
        if (
            operators.Overlaps([
                "DynamicQuantizeLinear",
                "DynamicQuantizeMatMul",
                "DynamicQuantizeLSTM",
                "ConvInteger",
                "MatMulInteger",
                "MatMulIntegerToFloat",
            ])
        )
            return OnnxPrecision.Int8Dynamic;
        if (
            operators.Any(op => op.StartsWith("QLinear", StringComparison.Ordinal))
            || operators.IsSupersetOf(["QuantizeLinear", "DequantizeLinear"])
        )
            return OnnxPrecision.Int8;
        long half = 0,
            single = 0,
            four = 0;
        foreach (var tensor in GraphWalk.Tensors(file))
            switch (tensor.Type)
            {
                case OnnxElementType.Float16 or OnnxElementType.BFloat16:
                    half += tensor.Elements;
                    break;
                case OnnxElementType.Float:
                    single += tensor.Elements;
                    break;
                case OnnxElementType.Int4 or OnnxElementType.UInt4:
                    four += tensor.Elements;
                    break;
            }
        return four > 0 || operators.Contains("MatMulNBits") ? OnnxPrecision.Int4
            : half > single ? OnnxPrecision.Float16
            : OnnxPrecision.Float32;
    }
}
