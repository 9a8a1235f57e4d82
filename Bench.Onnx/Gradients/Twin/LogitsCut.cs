using Bench.Onnx.Protobuf;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Finds the logits behind an output that gives probabilities or their logarithms: what goes into the last
/// Softmax.</summary>
/// <remarks>A loss over probabilities that have saturated has no gradient left, however wrong the model is a step
/// away.</remarks>
internal static class LogitsCut
{
    public static string Find(GraphProto graph, string output)
    {
        var makers = graph
            .Node.SelectMany(node => node.Output, (node, name) => (node, name))
            .ToDictionary(pair => pair.name, pair => pair.node);
        for (var name = output; makers.TryGetValue(name, out var node) && node.Input.Count > 0; name = node.Input[0])
            switch (node.OpType)
            {
                case "Softmax" or "LogSoftmax":
                    return node.Input[0];
                case "Log" or "Identity" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Cast" or "Dropout" or "Clip":
                    break;
                default:
                    return output;
            }
        return output;
    }
}
