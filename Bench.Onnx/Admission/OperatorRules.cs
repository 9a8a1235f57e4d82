using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>Which operators a model may name: those the runtime brings itself, and the model's own functions.</summary>
internal static class OperatorRules
{
    /// <exception cref="OnnxRefusalException">A node names anything else.</exception>
    public static void Check(OnnxFile file)
    {
        CheckNodes(file, file.Graph.Nodes, file.Opsets);
        foreach (var function in file.Functions.Values)
            CheckNodes(file, function.Nodes, function.Opsets);
    }

    static void CheckNodes(OnnxFile file, IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxOpset> opsets)
    {
        foreach (var node in nodes)
        {
            if (file.Function(node) is null)
                CheckOperator(node, opsets);
            foreach (var attribute in node.Attributes)
                if (attribute.Graph is { } body)
                    CheckNodes(file, body.Nodes, opsets);
        }
    }

    static void CheckOperator(OnnxNode node, IReadOnlyList<OnnxOpset> opsets)
    {
        switch (node.Domain)
        {
            case OperatorDomains.Standard or OperatorDomains.MachineLearning:
                if (!StandardOperators.Contains(node.Domain, node.Operator))
                    throw Unsupported(
                        $"The node {node.Label} uses the operator '{node.Operator}', which the ONNX standard does not have.",
                        "Export the model with operators of the standard, or define the operator as a function in the model."
                    );
                break;
            case OperatorDomains.Microsoft when node.Operator == "EPContext":
                throw Unsupported(
                    $"The node {node.Label} is an EPContext: a blob compiled for one device, which cannot be inspected.",
                    "Upload the model as it was before it was compiled for a device."
                );
            case OperatorDomains.Microsoft:
                break;
            default:
                throw new OnnxRefusalException(
                    new(
                        OnnxProblemCodes.CustomDomain,
                        $"The node {node.Label} uses the operator '{node.Operator}' of the domain '{node.Domain}', which needs a "
                            + "library that Bench does not load.",
                        "Use operators of ai.onnx, ai.onnx.ml or com.microsoft, or define the operator as a function in the model."
                    )
                );
        }
        foreach (var opset in opsets)
            if (opset.Domain == node.Domain && opset.Version >= 1)
                return;
        if (node.Domain != OperatorDomains.Microsoft)
            throw OnnxRefusalException.Invalid(
                $"The node {node.Label} uses '{node.Operator}' of the domain "
                    + $"'{(node.Domain.Length == 0 ? "ai.onnx" : node.Domain)}', whose version the model does not state."
            );
    }

    static OnnxRefusalException Unsupported(string message, string nextStep) =>
        new(new(OnnxProblemCodes.UnsupportedOperator, message, nextStep));
}
