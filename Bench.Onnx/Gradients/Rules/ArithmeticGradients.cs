using Bench.Onnx.Admission;
using Bench.Onnx.Model;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Functions of several numbers, element by element, with broadcasting.</summary>
internal static class ArithmeticGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        ("Add Sum", node => Each(node, _ => node.Upstream)),
        ("Sub", node => Each(node, input => input == 0 ? node.Upstream : Negative(node, node.Upstream))),
        ("Mul", node => Each(node, input => node.Graph.Mul(node.Upstream, node.Input(1 - input)))),
        ("Div", Divide),
        ("Mean", node => Each(node, _ => node.Graph.Mul(node.Upstream, 1f / node.InputCount))),
        ("Max Min", Extreme),
        ("Pow", Power),
        ("Where", Where),
    ];

    static void Each(GradientNode node, Func<int, string> gradient)
    {
        for (var i = 0; i < node.InputCount; i++)
            if (node.Wants(i))
                node.GiveStretched(i, gradient(i));
    }

    static string Negative(GradientNode node, string value) => node.Graph.Emit("Neg", [value]);

    static void Divide(GradientNode node)
    {
        var quotient = node.Graph.Div(node.Upstream, node.Input(1));
        node.GiveStretched(0, quotient);
        if (node.Wants(1))
            node.GiveStretched(1, Negative(node, node.Graph.Mul(quotient, node.Output)));
    }

    /// <summary>The gradient goes to the inputs that are the largest (or smallest), in equal shares where several
    /// are.</summary>
    static void Extreme(GradientNode node)
    {
        var graph = node.Graph;
        var hits = Enumerable
            .Range(0, node.InputCount)
            .Select(i =>
                graph.Emit(
                    "Cast",
                    [graph.Emit("Equal", [node.Input(i), node.Output])],
                    OnnxModelBuilder.Attribute("to", (long)OnnxElementType.Float)
                )
            )
            .ToArray();
        var share = hits.Length == 1 ? node.Upstream : graph.Div(node.Upstream, graph.Emit("Sum", hits));
        Each(node, input => graph.Mul(share, hits[input]));
    }

    static void Power(GradientNode node)
    {
        var (graph, x, exponent) = (node.Graph, node.Input(0), node.Input(1));
        if (node.Wants(0))
        {
            var slope = node.ValuesOrNull(1) is [2]
                ? graph.Mul(x, 2)
                : graph.Mul(exponent, graph.Emit("Pow", [x, graph.Sub(exponent, graph.Scalar(1))]));
            node.GiveStretched(0, graph.Mul(node.Upstream, slope));
        }
        if (node.Wants(1))
            node.GiveStretched(1, graph.Mul(node.Upstream, graph.Mul(node.Output, graph.Emit("Log", [x]))));
    }

    static void Where(GradientNode node)
    {
        var (graph, zero) = (node.Graph, node.Graph.Scalar(0));
        if (node.Wants(1))
            node.GiveStretched(1, graph.Emit("Where", [node.Input(0), node.Upstream, zero]));
        if (node.Wants(2))
            node.GiveStretched(2, graph.Emit("Where", [node.Input(0), zero, node.Upstream]));
    }
}
