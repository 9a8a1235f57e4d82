using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Writes every half, brain and double precision number of a graph as a single precision one, and a byte input
/// as a float one.</summary>
internal static class HalfPrecision
{
    public static void Rewrite(GraphProto graph)
    {
        for (var i = 0; i < graph.Initializer.Count; i++)
            graph.Initializer[i] = Widened(graph.Initializer[i]);
        foreach (var input in graph.Input)
            input.Type.TensorType.ElemType = (int)OnnxElementType.Float;
        foreach (var node in graph.Node)
        foreach (var attribute in node.Attribute)
            if (attribute.T is { } tensor)
                attribute.T = Widened(tensor);
            else if (attribute.Name is "to" or "dtype" && ((OnnxElementType)attribute.I).IsFloatingPoint())
                attribute.I = (long)OnnxElementType.Float;
    }

    static TensorProto Widened(TensorProto tensor) =>
        (OnnxElementType)tensor.DataType is OnnxElementType.Float16 or OnnxElementType.BFloat16 or OnnxElementType.Double
            ? TensorNumbers.Float(tensor.Name, TensorNumbers.Read(tensor), [.. tensor.Dims])
            : tensor;
}
