using Bench.Onnx.Shapes;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Operators that change the size of pictures: pads and resizes.</summary>
/// <remarks>
/// Both are linear and treat axes one by one. What the operator makes of the identity along one axis is the matrix of
/// that axis, and the way back is a product with its transpose: no coordinate rule is written down twice, and the
/// runtime folds the matrix when it loads the model.
/// </remarks>
internal static class SamplingGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } = [("Pad", Pad), ("Resize", Resize)];

    static void Pad(GradientNode node)
    {
        var (graph, input, output) = (node.Graph, node.Dims(0), node.OutputDims());
        var (pads, axes) = (
            node.Integers(1),
            node.Has(3) ? node.Integers(3) : [.. Enumerable.Range(0, input.Length).Select(axis => (long)axis)]
        );
        var starts = new long[input.Length];
        for (var i = 0; i < axes.Length; i++)
            starts[ShapedNode.Axis(axes[i], input.Length)] = pads[i];
        if (node.Text("mode") is null or "constant")
        {
            // A negative pad cut something off, which gets zeros.
            var cut = graph.Pad(
                node.Upstream,
                [.. starts.Select(start => Math.Max(0, -start))],
                [.. input.Select((size, axis) => Math.Max(0, size + starts[axis] - output[axis]))]
            );
            var first = starts.Select(start => Math.Max(0, start)).ToArray();
            var moved = Enumerable.Range(0, input.Length).Where(axis => input[axis] != output[axis] || starts[axis] != 0).ToArray();
            node.Give(
                0,
                moved.Length == 0
                    ? cut
                    : graph.Slice(
                        cut,
                        [.. moved.Select(axis => first[axis])],
                        [.. moved.Select(axis => first[axis] + input[axis])],
                        [.. moved.Select(axis => (long)axis)],
                        [.. moved.Select(_ => 1L)]
                    )
            );
            return;
        }
        var gradient = node.Upstream;
        var mode = node.Attributes.Where(attribute => attribute.Name == "mode").ToArray();
        for (var axis = 0; axis < input.Length; axis++)
            if (input[axis] != output[axis] || starts[axis] != 0)
                gradient = Back(
                    graph,
                    gradient,
                    axis,
                    input.Length,
                    graph.Emit(
                        "Pad",
                        [Identity(graph, input[axis], 2), graph.Vector(0, starts[axis], 0, output[axis] - input[axis] - starts[axis])],
                        mode
                    )
                );
        node.Give(0, gradient);
    }

    static void Resize(GradientNode node)
    {
        var (graph, input, output) = (node.Graph, node.Dims(0), node.OutputDims());
        if (
            node.Text("coordinate_transformation_mode") == "tf_crop_and_resize"
            || node.Text("keep_aspect_ratio_policy") is not (null or "stretch")
        )
            throw new UnknownShapeException();
        var axes = node.Ints("axes") ?? [.. Enumerable.Range(0, input.Length).Select(axis => (long)axis)];
        var attributes = node.Attributes.Where(attribute => attribute.Name is not ("axes" or "keep_aspect_ratio_policy")).ToArray();
        var scales = node.Has(2) && node.ValuesOrNull(2) is { Length: > 0 } given ? given : null;
        var gradient = node.Upstream;
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = ShapedNode.Axis(axes[i], input.Length);
            if (input[axis] == output[axis] && (scales is null || scales[i] == 1))
                continue;
            var identity = Identity(graph, input[axis], 4);
            var matrix = scales is null
                ? graph.Emit("Resize", [identity, "", "", graph.Vector(1, 1, input[axis], output[axis])], attributes)
                : graph.Emit("Resize", [identity, "", graph.Tensor([1, 1, 1, (float)scales[i]], 4)], attributes);
            gradient = Back(graph, gradient, axis, input.Length, graph.Reshape(matrix, input[axis], output[axis]));
        }
        node.Give(0, gradient);
    }

    static string Identity(GraphEmitter graph, long size, int rank)
    {
        var values = new float[size * size];
        for (var i = 0; i < size; i++)
            values[i * (size + 1)] = 1;
        return graph.Tensor(values, [.. Enumerable.Repeat(1L, rank - 2), size, size]);
    }

    /// <summary>Multiplies one axis of the gradient by the matrix [input, output] of the way there,
    /// transposed.</summary>
    static string Back(GraphEmitter graph, string gradient, int axis, int rank, string matrix)
    {
        long[] order =
        [
            .. Enumerable
                .Range(0, rank)
                .Select(i =>
                    (long)(
                        i == axis ? rank - 1
                        : i == rank - 1 ? axis
                        : i
                    )
                ),
        ];
        var last = axis == rank - 1;
        var product = graph.Emit("MatMul", [last ? gradient : graph.Transpose(gradient, order), graph.Transpose(matrix, 1, 0)]);
        return last ? product : graph.Transpose(product, order);
    }
}
