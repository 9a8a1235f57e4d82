using Bench.Onnx.Graphs;
using Bench.Onnx.Model;
using Bench.Onnx.Shapes;

namespace Bench.Onnx.Admission;

/// <summary>Which outputs could hold a number per class, and what their numbers are.</summary>
internal static class OutputRules
{
    /// <summary>Operators that hand on what they are given in another shape or type; nothing real chains more of
    /// them.</summary>
    const int LongestChain = 32;

    /// <exception cref="OnnxRefusalException">No output fits, or one is too large.</exception>
    public static IReadOnlyList<OnnxClassOutput> FindClassOutputs(OnnxFile file, ShapedGraph shapes, OnnxLimits limits)
    {
        var outputs = file.Graph.Outputs;
        var makers = new Dictionary<string, OnnxNode>(StringComparer.Ordinal);
        foreach (var node in file.Graph.Nodes)
        foreach (var name in node.Outputs)
            makers.TryAdd(name, node);
        var constants = file.Graph.Initializers.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        constants.UnionWith(file.Graph.Nodes.Where(node => node.Operator == "Constant").SelectMany(node => node.Outputs));
        var found = new List<OnnxClassOutput>();
        foreach (var output in outputs)
        {
            var fact = shapes.Values.GetValueOrDefault(output.Name);
            var dims = fact?.Dims.Select(dim => (long?)dim).ToArray() ?? output.Dimensions?.Select(dim => dim.Size).ToArray();
            RefuseHuge(output, dims, shapes.Batch, limits);
            var type = fact?.Type ?? output.Type;
            if (
                type is OnnxElementType.Float or OnnxElementType.Float16 or OnnxElementType.BFloat16 or OnnxElementType.Double
                && IsClasses(dims, shapes.Batch, out var width)
            )
                found.Add(new(output.Name, type, width, Scale(output.Name, makers, constants)));
        }
        if (found.Count == 0)
            throw new OnnxRefusalException(
                new(
                    OnnxProblemCodes.Output,
                    outputs.Count == 0
                        ? "The model has no output."
                        : "No output of the model holds a number for each class: "
                            + $"{string.Join(", ", outputs.Take(5))}{(outputs.Count > 5 ? ", …" : "")}.",
                    "Export the classifier with a float output of shape [N, classes]."
                )
            );
        return found;
    }

    static void RefuseHuge(OnnxValue output, long?[]? dims, long batch, OnnxLimits limits)
    {
        Int128 elements = 1;
        foreach (var dim in dims ?? [])
            elements = Int128.Min(elements * (dim ?? 1), long.MaxValue);
        if (elements / batch > limits.MaxOutputElements)
            throw OnnxRefusalException.Limit(
                $"The model's output '{output.Name}' has {elements / batch} elements for one picture; at most "
                    + $"{limits.MaxOutputElements} are allowed."
            );
    }

    /// <summary>[N, C] with any axes of one around C, or [C] at batch 1. An axis that the graph leaves open may be
    /// anything.</summary>
    static bool IsClasses(long?[]? dims, long batch, out int? width)
    {
        width = null;
        if (dims is null)
            return true;
        var rest =
            dims.Length > 1 ? dims[1..]
            : batch == 1 ? dims
            : [];
        var wide = rest.Where(dim => dim != 1).ToArray();
        if (wide.Length != 1 || wide[0] > int.MaxValue || wide[0] == 0)
            return false;
        width = (int?)wide[0];
        return true;
    }

    /// <summary>Walks back from an output through operators that leave single numbers as they are, or cut and join
    /// rows, to the one that gives them their scale.</summary>
    static OnnxOutputScale Scale(string name, Dictionary<string, OnnxNode> makers, HashSet<string> constants, int steps = LongestChain)
    {
        var (logarithm, moved) = (false, false);
        for (; steps > 0 && makers.TryGetValue(name, out var node) && node.Inputs.Count > 0; steps--)
        {
            switch (node.Operator)
            {
                // Moved or stretched by constants they are what their rows say.
                case "LogSoftmax" or "Softmax" or "QLinearSoftmax" when moved:
                    return OnnxOutputScale.Logits;
                case "LogSoftmax":
                    return OnnxOutputScale.LogProbabilities;
                case "Softmax" or "QLinearSoftmax":
                    return logarithm ? OnnxOutputScale.LogProbabilities : OnnxOutputScale.Probabilities;
                case "Sigmoid" or "HardSigmoid" or "QLinearSigmoid" when !logarithm:
                    return OnnxOutputScale.Sigmoid;
                case "Mul" or "Div" or "Add" or "Sub" when !logarithm && node.Inputs.Count(input => !constants.Contains(input)) == 1:
                    // A sigmoid times a number is still one number for each class by itself.
                    name = node.Inputs.Single(input => !constants.Contains(input));
                    moved = true;
                    continue;
                case "Log" when !logarithm && !moved:
                    logarithm = true;
                    break;
                case "Concat" when !logarithm:
                    // Rows of several softmaxes next to each other sum to their number; sigmoids stay sigmoids.
                    var left = (steps - 1) / node.Inputs.Count;
                    return node.Inputs.All(input => Scale(input, makers, constants, left) == OnnxOutputScale.Sigmoid)
                        ? OnnxOutputScale.Sigmoid
                        : OnnxOutputScale.Logits;
                case "Identity"
                or "Reshape"
                or "Flatten"
                or "Squeeze"
                or "Unsqueeze"
                or "Transpose"
                or "Cast"
                or "CastLike"
                or "DequantizeLinear"
                or "QuantizeLinear"
                or "Dropout"
                or "Slice"
                or "Split"
                or "Gather"
                or "Clip"
                or "Expand":
                    break;
                default:
                    return OnnxOutputScale.Logits;
            }
            name = node.Inputs[0];
        }
        return OnnxOutputScale.Logits;
    }
}
