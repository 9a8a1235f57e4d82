using Bench.Onnx.Graphs;

namespace Bench.Onnx.Admission;

/// <summary>Finds operators in training mode: their answers depend on the batch, or on chance.</summary>
internal static class TrainingRules
{
    /// <summary>How messages name the operators that are in training mode and take something that depends on the
    /// picture. Weights that are standardised by one are not among them.</summary>
    public static IReadOnlyList<string> Find(OnnxFile file, string image)
    {
        var depends = new HashSet<string>(StringComparer.Ordinal) { image };
        var constants = GraphWalk
            .NamedTensors(file)
            .DistinctBy(named => named.Name)
            .ToDictionary(named => named.Name, named => named.Tensor, StringComparer.Ordinal);
        var opset = file.Opsets.FirstOrDefault(each => each.Domain.Length == 0)?.Version ?? 1;
        var found = new List<string>();
        foreach (var node in file.Graph.Nodes)
        {
            if (!node.Inputs.Any(depends.Contains))
                continue;
            foreach (var output in node.Outputs)
                depends.Add(output);
            if (depends.Contains(node.Inputs[0]) && IsTraining(node, constants, opset))
                found.Add($"{node.Operator} {node.Label}");
        }
        return found;
    }

    static bool IsTraining(OnnxNode node, Dictionary<string, OnnxTensor> constants, long opset) =>
        node.Operator switch
        {
            "BatchNormalization" => opset >= 14
                ? node.Attribute("training_mode")?.Int == 1
                : opset >= 7 && node.Outputs.Count(output => output.Length > 0) > 1,
            "Dropout" => opset >= 12
                && node.Inputs.Count > 2
                && constants.GetValueOrDefault(node.Inputs[2])?.Values is [not 0]
                && constants.GetValueOrDefault(node.Inputs[1])?.Values is not [0],
            _ => false,
        };
}
