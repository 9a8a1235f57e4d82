namespace Bench.Onnx.Gradients.Rules;

/// <summary>Softmax and its logarithm along one axis (opset 13 and later; older ones are rewritten).</summary>
internal static class SoftmaxGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        // y · (g − Σ g·y)
        (
            "Softmax",
            node =>
                node.Give(
                    0,
                    node.Graph.Mul(
                        node.Output,
                        node.Graph.Sub(node.Upstream, node.Graph.Sum(node.Graph.Mul(node.Upstream, node.Output), node.Axis(-1)))
                    )
                )
        ),
        // g − exp(y) · Σ g
        (
            "LogSoftmax",
            node =>
                node.Give(
                    0,
                    node.Graph.Sub(
                        node.Upstream,
                        node.Graph.Mul(node.Graph.Emit("Exp", [node.Output]), node.Graph.Sum(node.Upstream, node.Axis(-1)))
                    )
                )
        ),
    ];
}
