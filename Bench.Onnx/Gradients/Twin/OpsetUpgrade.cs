using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Writes a model of opset 7 to 16 as one of opset 17, the first with every operator that the reverse pass
/// needs.</summary>
/// <remarks>What changed between them: attributes became inputs, Softmax lost its flattening, Upsample became Resize.
/// Opset 7 is the oldest that the runtime runs.</remarks>
internal sealed class OpsetUpgrade(TwinGraph graph, long opset)
{
    public const long Oldest = 7;
    public const long Target = 17;

    public static void Rewrite(ModelProto model)
    {
        var standard = model.OpsetImport.First(import => OperatorDomains.Canonical(import.Domain) == OperatorDomains.Standard);
        if (standard.Version >= Target)
            return;
        var graph = new TwinGraph(model.Graph);
        graph.Rewrite(new OpsetUpgrade(graph, standard.Version).Rewrite);
        standard.Version = Target;
    }

    void Rewrite(NodeProto node)
    {
        switch (node.OpType)
        {
            case "Dropout":
                graph.EmitAs(node.Output[0], "Identity", [node.Input[0]]);
                return;
            case "BatchNormalization":
                foreach (var name in (string[])["spatial", "is_test", "consumed_inputs"])
                    TwinGraph.Remove(node, name);
                while (node.Output.Count > 1)
                    node.Output.RemoveAt(node.Output.Count - 1);
                break;
            case "Clip" when opset < 11:
                AddInput(node, 1, Number(node, "min"));
                AddInput(node, 2, Number(node, "max"));
                break;
            case "Pad" when opset < 11:
                AddInput(node, 1, Integers(node, "pads"));
                AddInput(node, 2, Number(node, "value"));
                break;
            case "Slice" when opset < 10:
                AddInput(node, 1, Integers(node, "starts"));
                AddInput(node, 2, Integers(node, "ends"));
                AddInput(node, 3, Integers(node, "axes"));
                break;
            case "Split" when opset < 13:
                AddInput(node, 1, Integers(node, "split"));
                break;
            case "Squeeze" or "Unsqueeze" or "ReduceSum" when opset < 13:
                AddInput(node, 1, Integers(node, "axes"));
                break;
            case "TopK" when opset < 10:
                AddInput(node, 1, graph.Constant([TwinGraph.Remove(node, "k")?.I ?? 1], 1));
                break;
            case "Softmax" or "LogSoftmax" when opset < 13:
                Flatten(node);
                return;
            case "Upsample":
                Upsample(node);
                return;
            case "Resize" when opset < 11:
                Resize(node, node.Input[1]);
                return;
        }
        graph.Keep(node);
    }

    static void AddInput(NodeProto node, int index, string? name)
    {
        if (name is null)
            return;
        while (node.Input.Count < index)
            node.Input.Add("");
        node.Input.Add(name);
    }

    string? Number(NodeProto node, string attribute) => TwinGraph.Remove(node, attribute) is { } value ? graph.Scalar(value.F) : null;

    string? Integers(NodeProto node, string attribute) =>
        TwinGraph.Remove(node, attribute) is { } value ? graph.Constant<long>([.. value.Ints], value.Ints.Count) : null;

    /// <summary>Before opset 13 the operator ran over all axes from its own on, as if they were one.</summary>
    void Flatten(NodeProto node)
    {
        var shape = graph.Emit("Shape", [node.Input[0]]);
        var flat = graph.Emit("Flatten", [node.Input[0]], Attribute("axis", TwinGraph.Attribute(node, "axis")?.I ?? 1));
        graph.EmitAs(node.Output[0], "Reshape", [graph.Emit(node.OpType, [flat], Attribute("axis", -1L)), shape]);
    }

    void Upsample(NodeProto node) =>
        Resize(
            node,
            TwinGraph.Attribute(node, "scales") is { } scales
                ? graph.Constant<float>([.. scales.Floats], scales.Floats.Count)
                : node.Input[1]
        );

    void Resize(NodeProto node, string scales) =>
        graph.EmitAs(
            node.Output[0],
            "Resize",
            [node.Input[0], "", scales],
            Attribute("mode", TwinGraph.Attribute(node, "mode")?.S.ToStringUtf8() is "linear" or "bilinear" ? "linear" : "nearest"),
            Attribute("coordinate_transformation_mode", "asymmetric"),
            Attribute("nearest_mode", "floor")
        );
}
