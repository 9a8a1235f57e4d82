using Bench.Onnx.Gradients.Rules;
using Bench.Onnx.Graphs;
using Bench.Onnx.Shapes;

namespace Bench.Onnx.Gradients;

/// <summary>Finds the last spatial tensor of a classifier.</summary>
/// <remarks>
/// That is the last tensor [N, C, H, W], or [N, H, W, C] before a reduction, with H · W above one, whose places a node
/// puts together (pooling, reduction or a kernel over all of them, or flattening), where every way from the picture to
/// the logits leads through such nodes. The squeeze of a squeeze-and-excitation block has a way around it. A
/// transformer's patches are a sequence by then, so it has none.
/// </remarks>
internal static class LastFeatures
{
    /// <param name="Value">Name of the tensor.</param>
    /// <param name="ChannelsLast">Whether it is [N, H, W, C].</param>
    public sealed record Found(string Value, bool ChannelsLast, FeatureTensor Tensor);

    /// <returns>Null where there is none.</returns>
    public static Found? Of(OnnxGraph graph, IReadOnlyDictionary<string, TensorFact> facts, string image, string logits)
    {
        var active = Reached(graph, image, []);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
            foreach (var value in graph.Nodes[i].Inputs)
            {
                if (!active.Contains(value) || value == image || !seen.Add(value) || Layout(graph.Nodes[i], value, facts) is not { } last)
                    continue;
                var pooled = graph
                    .Nodes.Where(node => node.Inputs.Contains(value) && Layout(node, value, facts) == last)
                    .SelectMany(node => node.Outputs);
                if (!Reached(graph, image, [.. pooled]).Contains(logits))
                    return Describe(graph, value, last, facts[value].Dims);
            }
        return null;
    }

    /// <summary>Whether the channels are last, where the node puts the value's places together; null where it does
    /// not.</summary>
    static bool? Layout(OnnxNode node, string value, IReadOnlyDictionary<string, TensorFact> facts)
    {
        if (facts.GetValueOrDefault(value)?.Dims is not [var n, var first, var second, var third])
            return null;
        if (node.Outputs is not [var output, ..] || facts.GetValueOrDefault(output)?.Dims is not { } made)
            return null;
        var reduces = node.Operator.StartsWith("Reduce", StringComparison.Ordinal);
        if (made is [var rows, var numbers] && rows == n)
        {
            if (second * third > 1 && (numbers == first && reduces || numbers == first * second * third && IsFlattening(node)))
                return false;
            return reduces && first * second > 1 && numbers == third ? true : null;
        }
        if (made is not [_, var channels, var height, var width])
            return null;
        if (second * third > 1 && height * width == 1 && (channels == first || node.Operator == "Conv"))
            return false;
        return reduces && first * second > 1 && channels * height == 1 && width == third ? true : null;
    }

    static bool IsFlattening(OnnxNode node) => node.Operator is "Flatten" or "Reshape";

    /// <summary>Values that depend on the picture by way of numbers that vary smoothly, where some are cut.</summary>
    static HashSet<string> Reached(OnnxGraph graph, string image, HashSet<string> cut)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { image };
        foreach (var node in graph.Nodes)
            if (!GradientRules.IsFlat(node.Operator) && node.Inputs.Any(reached.Contains))
                reached.UnionWith(node.Outputs.Where(output => output.Length > 0 && !cut.Contains(output)));
        return reached;
    }

    static Found Describe(OnnxGraph graph, string value, bool channelsLast, long[] dims)
    {
        var maker = graph.Nodes.First(node => node.Outputs.Contains(value));
        var (channels, height, width) = channelsLast ? (dims[3], dims[1], dims[2]) : (dims[1], dims[2], dims[3]);
        return new(
            value,
            channelsLast,
            new(maker.Name.Length > 0 ? maker.Name : value, checked((int)channels), checked((int)height), checked((int)width))
        );
    }
}
