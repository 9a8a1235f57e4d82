using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Rewrites a model as one of single precision numbers and of operators with derivatives, that computes the
/// same but for rounding.</summary>
internal static class FloatTwin
{
    /// <exception cref="NotSupportedException">The model is older than opset 7, or quantised in a way that has no
    /// twin.</exception>
    public static void Rewrite(ModelProto model, string image)
    {
        var opset =
            model.OpsetImport.FirstOrDefault(import => OperatorDomains.Canonical(import.Domain) == OperatorDomains.Standard)?.Version ?? 1;
        if (opset < OpsetUpgrade.Oldest)
            throw new NotSupportedException($"opset {opset}");
        model.IrVersion = Math.Max(model.IrVersion, 8);
        var graph = model.Graph;
        graph.ValueInfo.Clear();
        FunctionInlining.Rewrite(model);
        StoreConstants(graph);
        OpsetUpgrade.Rewrite(model);
        Dequantization.Rewrite(graph, image);
        // Old models list stored tensors among the inputs, as defaults that a caller might replace; those would not be
        // folded.
        foreach (var input in graph.Input.Where(input => input.Name != image).ToArray())
            graph.Input.Remove(input);
        HalfPrecision.Rewrite(graph);
    }

    /// <summary>Constant nodes become stored tensors, the one form that the other rewrites look for.</summary>
    static void StoreConstants(GraphProto graph)
    {
        var twin = new TwinGraph(graph);
        twin.Rewrite(node =>
        {
            var tensor = node is not { OpType: "Constant", Attribute: [var value] }
                ? null
                : value.Name switch
                {
                    "value" => value.T.Clone(),
                    "value_float" => Tensor<float>("", [value.F]),
                    "value_floats" => Tensor<float>("", [.. value.Floats], value.Floats.Count),
                    "value_int" => Tensor<long>("", [value.I]),
                    "value_ints" => Tensor<long>("", [.. value.Ints], value.Ints.Count),
                    _ => null,
                };
            if (tensor is null)
            {
                twin.Keep(node);
                return;
            }
            tensor.Name = node.Output[0];
            twin.Add(tensor);
        });
    }
}
