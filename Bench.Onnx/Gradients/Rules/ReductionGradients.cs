using Bench.Onnx.Model;
using Bench.Onnx.Shapes;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Folds over axes.</summary>
internal static class ReductionGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        ("ReduceSum", node => node.Give(0, Spread(node, node.Upstream))),
        ("ReduceMean", node => node.Give(0, Spread(node, node.Graph.Mul(node.Upstream, 1f / Folded(node))))),
        ("ReduceSumSquare", node => node.Give(0, node.Graph.Mul(Kept(node, node.Upstream), node.Graph.Mul(node.Input(0), 2)))),
        ("ReduceL1", node => node.Give(0, node.Graph.Mul(Kept(node, node.Upstream), node.Graph.Emit("Sign", [node.Input(0)])))),
        ("ReduceL2", node => node.Give(0, node.Graph.Mul(Kept(node, node.Graph.Div(node.Upstream, node.Output)), node.Input(0)))),
        (
            "ReduceLogSumExp",
            node =>
                node.Give(
                    0,
                    node.Graph.Mul(
                        Kept(node, node.Upstream),
                        node.Graph.Emit("Exp", [node.Graph.Sub(node.Input(0), Kept(node, node.Output))])
                    )
                )
        ),
        ("ReduceMax ReduceMin", node => ToExtremes(node, Axes(node))),
    ];

    /// <summary>The gradient goes to the elements that are the extreme, in equal shares where several are.</summary>
    public static void ToExtremes(GradientNode node, long[] axes)
    {
        var graph = node.Graph;
        var extreme = graph.Reshape(node.Output, KeptDims(node.Dims(0), axes));
        var hit = graph.Emit("Cast", [graph.Emit("Equal", [node.Input(0), extreme])], Attribute("to", (long)OnnxElementType.Float));
        node.Give(0, graph.Mul(hit, graph.Div(graph.Reshape(node.Upstream, KeptDims(node.Dims(0), axes)), graph.Sum(hit, axes))));
    }

    static string Spread(GradientNode node, string gradient) => node.Graph.Expand(Kept(node, gradient), node.Dims(0));

    /// <summary>A value of the output's elements in the shape that has the folded axes with size one.</summary>
    static string Kept(GradientNode node, string value) => node.Graph.Reshape(value, KeptDims(node.Dims(0), Axes(node)));

    static long[] KeptDims(long[] dims, long[] axes) => [.. dims.Select((dim, axis) => axes.Contains(axis) ? 1 : dim)];

    static long Folded(GradientNode node) => Axes(node).Aggregate(1L, (product, axis) => product * node.Dims(0)[axis]);

    static long[] Axes(GradientNode node)
    {
        var rank = node.Dims(0).Length;
        var axes = node.Has(1) ? node.Integers(1) : node.Ints("axes") ?? [];
        return axes.Length > 0 ? [.. axes.Select(axis => (long)ShapedNode.Axis(axis, rank))]
            : node.Int("noop_with_empty_axes", 0) != 0 ? []
            : [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
    }
}
