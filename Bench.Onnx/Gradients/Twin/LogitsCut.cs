using Bench.Onnx.Protobuf;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Finds the logits behind an output that gives probabilities or their logarithms: what goes into the last
/// Softmax, or into the Sigmoid of a head with an independent probability for each class.</summary>
/// <remarks>A loss over probabilities that have saturated has no gradient left, however wrong the model is a step
/// away.</remarks>
internal static class LogitsCut
{
    /// <param name="graph">The model.</param>
    /// <param name="output">With a number for each class.</param>
    /// <param name="sigmoid">Whether the caller takes log-odds of the output for logits.</param>
    public static string Find(GraphProto graph, string output, bool sigmoid = false)
    {
        var makers = graph
            .Node.SelectMany(node => node.Output, (node, name) => (node, name))
            .ToDictionary(pair => pair.name, pair => pair.node);
        for (var name = output; makers.TryGetValue(name, out var node) && node.Input.Count > 0; name = node.Input[0])
            switch (node.OpType)
            {
                case "Softmax" or "LogSoftmax" when !sigmoid:
                case "Sigmoid" when sigmoid:
                    return node.Input[0];
                case "Log" or "Identity" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Cast" or "Dropout" or "Clip":
                    break;
                default:
                    return output;
            }
        return output;
    }
}
