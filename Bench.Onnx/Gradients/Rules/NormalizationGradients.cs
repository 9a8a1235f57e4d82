using Bench.Onnx.Shapes;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Normalisations. What the forward pass measured is measured again: the operators that make it known are not
/// the same in all versions.</summary>
internal static class NormalizationGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        ("BatchNormalization", BatchNormalization),
        ("LayerNormalization", LayerNormalization),
        ("InstanceNormalization", node => GroupwiseNormalization(node, node.Dims(0)[1])),
        ("GroupNormalization", node => GroupwiseNormalization(node, node.Int("num_groups", 0))),
        (
            "MeanVarianceNormalization",
            node =>
                node.Give(
                    0,
                    ThroughStandardising(node.Graph, node.Upstream, node.Input(0), node.Dims(0), node.Ints("axes") ?? [0, 2, 3], 0)
                )
        ),
        ("RMSNormalization", RootMeanSquare),
        ("LpNormalization", LpNormalization),
    ];

    /// <summary>With stored statistics it is a scale and a shift a channel.</summary>
    static void BatchNormalization(GradientNode node)
    {
        var (graph, dims) = (node.Graph, node.Dims(0));
        if (node.Int("training_mode", 0) != 0)
            throw new UnknownShapeException();
        var deviation = graph.Emit("Sqrt", [graph.Add(node.Input(4), graph.Scalar(node.Float("epsilon", 1e-5f)))]);
        var scale = graph.Div(node.Input(1), deviation);
        node.Give(0, graph.Mul(node.Upstream, graph.Reshape(scale, [dims[1], .. Enumerable.Repeat(1L, dims.Length - 2)])));
    }

    static void LayerNormalization(GradientNode node)
    {
        var rank = node.Dims(0).Length;
        long[] axes = [.. Enumerable.Range(node.Axis(-1), rank - node.Axis(-1)).Select(axis => (long)axis)];
        node.Give(
            0,
            ThroughStandardising(
                node.Graph,
                node.Graph.Mul(node.Upstream, node.Input(1)),
                node.Input(0),
                node.Dims(0),
                axes,
                node.Float("epsilon", 1e-5f)
            )
        );
    }

    /// <summary>Each group of channels of each picture by itself; a scale a channel, or a group in GroupNormalization's
    /// first version.</summary>
    static void GroupwiseNormalization(GradientNode node, long groups)
    {
        var (graph, dims) = (node.Graph, node.Dims(0));
        long[] rows = [dims[0], groups, TensorFact.Product(dims) / (dims[0] * groups)];
        long[] scale = [1, node.Dims(1)[0], TensorFact.Product(dims) / (dims[0] * node.Dims(1)[0])];
        var scaled = graph.Mul(graph.Reshape(node.Upstream, [dims[0], scale[1], scale[2]]), graph.Reshape(node.Input(1), [1, scale[1], 1]));
        var back = ThroughStandardising(
            graph,
            graph.Reshape(scaled, rows),
            graph.Reshape(node.Input(0), rows),
            rows,
            [2],
            node.Float("epsilon", 1e-5f)
        );
        node.Give(0, graph.Reshape(back, dims));
    }

    /// <summary>x̂ = (x − mean) / √(variance + ε): (g − mean(g) − x̂ · mean(g · x̂)) / √(variance + ε).</summary>
    static string ThroughStandardising(GraphEmitter graph, string gradient, string x, long[] dims, long[] axes, float epsilon)
    {
        var share = 1f / axes.Aggregate(1L, (product, axis) => product * dims[ShapedNode.Axis(axis, dims.Length)]);
        var centred = graph.Sub(x, Mean(x));
        var deviation = graph.Emit("Sqrt", [graph.Add(Mean(graph.Mul(centred, centred)), graph.Scalar(epsilon))]);
        var standard = graph.Div(centred, deviation);
        var along = graph.Mul(standard, Mean(graph.Mul(gradient, standard)));
        return graph.Div(graph.Sub(graph.Sub(gradient, Mean(gradient)), along), deviation);

        string Mean(string value) => graph.Mul(graph.Sum(value, axes), share);
    }

    /// <summary>x̂ = x / √(mean(x²) + ε): (g − x̂ · mean(g · x̂)) / √(mean(x²) + ε).</summary>
    static void RootMeanSquare(GradientNode node)
    {
        var (graph, x, rank) = (node.Graph, node.Input(0), node.Dims(0).Length);
        long[] axes = [.. Enumerable.Range(node.Axis(-1), rank - node.Axis(-1)).Select(axis => (long)axis)];
        var share = 1f / TensorFact.Product(node.Dims(0).AsSpan(node.Axis(-1)));
        var root = graph.Emit("Sqrt", [graph.Add(Mean(graph.Mul(x, x)), graph.Scalar(node.Float("epsilon", 1e-5f)))]);
        var (gradient, standard) = (graph.Mul(node.Upstream, node.Input(1)), graph.Div(x, root));
        node.Give(0, graph.Div(graph.Sub(gradient, graph.Mul(standard, Mean(graph.Mul(gradient, standard)))), root));

        string Mean(string value) => graph.Mul(graph.Sum(value, axes), share);
    }

    /// <summary>y = x / |x|: (g − d · Σ g·y) / |x|, where d is y for the Euclidean norm and the sign for the sum of
    /// sizes.</summary>
    static void LpNormalization(GradientNode node)
    {
        var (graph, x, axis, euclidean) = (node.Graph, node.Input(0), node.Axis(-1), node.Int("p", 2) == 2);
        var norm = euclidean ? graph.Emit("Sqrt", [graph.Sum(graph.Mul(x, x), axis)]) : graph.Sum(graph.Emit("Abs", [x]), axis);
        var direction = euclidean ? node.Output : graph.Emit("Sign", [x]);
        var along = graph.Mul(direction, graph.Sum(graph.Mul(node.Upstream, node.Output), axis));
        node.Give(0, graph.Div(graph.Sub(node.Upstream, along), norm));
    }
}
