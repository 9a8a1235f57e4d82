using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Pools over [N, C, spatial…].</summary>
internal static class PoolGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        ("MaxPool", MaxPool),
        ("AveragePool", AveragePool),
        ("GlobalAveragePool", GlobalAveragePool),
        ("GlobalMaxPool", node => ReductionGradients.ToExtremes(node, [.. SpatialAxes(node)])),
        ("LRN", LocalResponse),
    ];

    static IEnumerable<long> SpatialAxes(GradientNode node) => Enumerable.Range(2, node.Dims(0).Length - 2).Select(axis => (long)axis);

    /// <summary>The forward pass says where each maximum lay, counted through the whole tensor; the gradient goes
    /// there.</summary>
    static void MaxPool(GradientNode node)
    {
        var (graph, input) = (node.Graph, node.Dims(0));
        if (node.Int("storage_order", 0) != 0)
            throw new ArgumentException("column-major indices");
        var total = Onnx.Shapes.TensorFact.Product(input);
        var places = graph.Reshape(node.ExtraOutput(1), -1);
        var flat = graph.Emit(
            "ScatterElements",
            [graph.Zeros(total), places, graph.Reshape(node.Upstream, -1)],
            Attribute("axis", 0L),
            Attribute("reduction", "add")
        );
        node.Give(0, graph.Reshape(flat, input));
    }

    /// <summary>A convolution with ones, each output divided by the number of elements that it counted; channels are
    /// pictures of their own.</summary>
    static void AveragePool(GradientNode node)
    {
        var (graph, input, output) = (node.Graph, node.Dims(0), node.OutputDims());
        var window = Window.Of(node, node.Ints("kernel_shape") ?? [], input[2..], output[2..]);
        var shares = Shares(node, window, input[2..], output[2..]);
        long[] dims = [output[0] * output[1], 1, .. output[2..]];
        var gradient = graph.Mul(graph.Reshape(node.Upstream, dims), graph.Tensor(shares, [1, 1, .. output[2..]]));
        var ones = Enumerable.Repeat(1f, (int)Onnx.Shapes.TensorFact.Product(window.Kernel)).ToArray();
        long[] weight = [1, 1, .. window.Kernel];
        node.Give(
            0,
            graph.Reshape(
                ConvolutionGradients.Backwards(graph, gradient, dims, graph.Tensor(ones, weight), weight, 1, window, input[2..]),
                input
            )
        );
    }

    /// <summary>One over the number of elements that each output is the mean of.</summary>
    static float[] Shares(GradientNode node, Window window, long[] input, long[] output)
    {
        var pads = node.Ints("pads");
        var counted = new long[window.Axes][];
        for (var axis = 0; axis < window.Axes; axis++)
        {
            var (low, high) = (0L, input[axis]);
            if (node.Int("count_include_pad", 0) != 0)
                (low, high) = (-window.Before[axis], high + (pads?[axis + window.Axes] ?? window.Before[axis]));
            counted[axis] =
            [
                .. Enumerable
                    .Range(0, (int)output[axis])
                    .Select(place =>
                        Enumerable
                            .Range(0, (int)window.Kernel[axis])
                            .LongCount(step =>
                                place * window.Strides[axis] - window.Before[axis] + step * window.Dilations[axis] is var at
                                && at >= low
                                && at < high
                            )
                    ),
            ];
        }
        var shares = new float[Onnx.Shapes.TensorFact.Product(output)];
        for (var i = 0; i < shares.Length; i++)
        {
            var (rest, count) = (i, 1L);
            for (var axis = window.Axes - 1; axis >= 0; axis--)
                (rest, count) = (rest / (int)output[axis], count * counted[axis][rest % output[axis]]);
            shares[i] = 1f / Math.Max(1, count);
        }
        return shares;
    }

    static void GlobalAveragePool(GradientNode node)
    {
        var dims = node.Dims(0);
        node.Give(0, node.Graph.Expand(node.Graph.Mul(node.Upstream, 1f / Onnx.Shapes.TensorFact.Product(dims.AsSpan(2))), dims));
    }

    /// <summary>y = x · d^−β with d = k + α/n · (sum of squares over n channels around): g · d^−β − 2αβ/n · x · (sum of
    /// g · y / d over the channels that see x).</summary>
    static void LocalResponse(GradientNode node)
    {
        var (graph, dims, x) = (node.Graph, node.Dims(0), node.Input(0));
        var (size, alpha, beta, bias) = (node.Int("size", 1), node.Float("alpha", 1e-4f), node.Float("beta", 0.75f), node.Float("bias", 1));
        var (low, high) = ((size - 1) / 2, size / 2);
        var scale = graph.Add(graph.Mul(Around(graph.Mul(x, x), low, high), alpha / size), graph.Scalar(bias));
        var own = graph.Mul(node.Upstream, graph.Emit("Pow", [scale, graph.Scalar(-beta)]));
        var others = Around(graph.Div(graph.Mul(node.Upstream, node.Output), scale), high, low);
        node.Give(0, graph.Sub(own, graph.Mul(graph.Mul(x, others), 2 * alpha * beta / size)));

        string Around(string value, long before, long after)
        {
            long[] rows = [dims[0], 1, dims[1], Onnx.Shapes.TensorFact.Product(dims.AsSpan(2))];
            var mean = graph.Emit(
                "AveragePool",
                [graph.Reshape(value, rows)],
                Attribute("kernel_shape", [size, 1L]),
                Attribute("pads", [before, 0, after, 0]),
                Attribute("count_include_pad", 1L)
            );
            return graph.Reshape(graph.Mul(mean, size), dims);
        }
    }
}
