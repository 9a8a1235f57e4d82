using Bench.Onnx.Graphs;

namespace Bench.Onnx.Gradients;

/// <summary>Operators between the picture and the logits that jump: their derivative is zero wherever it exists, so
/// what passes through them is not in the gradient, although it changes the answers.</summary>
/// <remarks>Comparisons and indices are left out: rectifiers and poolings are made of them, and their derivatives are
/// right almost everywhere. So is what is computed from shapes alone.</remarks>
internal static class StepOperators
{
    static readonly HashSet<string> Jumping = ["Ceil", "Floor", "Round", "Sign"];

    static readonly HashSet<string> OfShapes = ["Shape", "Size"];

    /// <returns>Names of the operators, each once; empty where all that the logits depend on has a slope.</returns>
    public static IReadOnlyList<string> Between(OnnxGraph graph, string image, string logits)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { image };
        var jumped = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            if (OfShapes.Contains(node.Operator) || !node.Inputs.Any(reached.Contains))
                continue;
            var passed = new SortedSet<string>(
                node.Inputs.SelectMany(input => jumped.GetValueOrDefault(input) ?? []),
                StringComparer.Ordinal
            );
            if (Jumping.Contains(node.Operator))
                passed.Add(node.Operator);
            foreach (var output in node.Outputs.Where(output => output.Length > 0))
            {
                reached.Add(output);
                if (passed.Count > 0)
                    jumped[output] = passed;
            }
        }
        return [.. jumped.GetValueOrDefault(logits) ?? []];
    }
}
