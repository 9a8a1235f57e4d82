using Bench.Onnx.Shapes;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Convolutions over their input; weights that depend on the picture have no rule.</summary>
internal static class ConvolutionGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [("Conv", Convolution), ("ConvTranspose", TransposedConvolution)];

    static void Convolution(GradientNode node)
    {
        var (input, weight) = (node.Dims(0), node.Dims(1));
        var window = Window.Of(node, weight[2..], input[2..], node.OutputDims()[2..]);
        node.Give(
            0,
            Backwards(node.Graph, node.Upstream, node.OutputDims(), node.Input(1), weight, node.Int("group", 1), window, input[2..])
        );
    }

    /// <summary>The gradient that a window over [N, C, spatial…] hands back to its input of spatial sizes
    /// <paramref name="sizes"/>.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="dims">Its shape.</param>
    /// <param name="weight">[outputs, inputs / groups, kernel…].</param>
    /// <param name="weightDims">Its shape.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="window">How the window moved.</param>
    /// <param name="sizes">Spatial sizes of the input.</param>
    public static string Backwards(
        GraphEmitter graph,
        string gradient,
        long[] dims,
        string weight,
        long[] weightDims,
        long groups,
        Window window,
        long[] sizes
    )
    {
        var before = Enumerable.Range(0, window.Axes).Select(axis => window.Reach(axis) - window.Before[axis]).ToArray();
        var after = Enumerable
            .Range(0, window.Axes)
            .Select(axis => sizes[axis] + window.Reach(axis) - dims[axis + 2] - before[axis])
            .ToArray();
        if (window.Strides.All(stride => stride == 1) && before.Concat(after).All(pad => pad >= 0))
            return graph.Emit(
                "Conv",
                [gradient, Turned(graph, weight, weightDims, groups)],
                Attribute("kernel_shape", window.Kernel),
                Attribute("pads", [.. before, .. after]),
                Attribute("dilations", window.Dilations),
                Attribute("group", groups)
            );
        // The padding is cut off again; rows that no window reached are zeros.
        var beyond = Enumerable
            .Range(0, window.Axes)
            .Select(axis => (dims[axis + 2] - 1) * window.Strides[axis] + window.Reach(axis) + 1 - window.Before[axis] - sizes[axis])
            .ToArray();
        return graph.Emit(
            "ConvTranspose",
            [gradient, weight],
            Attribute("kernel_shape", window.Kernel),
            Attribute("strides", window.Strides),
            Attribute("dilations", window.Dilations),
            Attribute("pads", [.. window.Before, .. beyond.Select(rows => Math.Max(0, rows))]),
            Attribute("output_padding", [.. beyond.Select(rows => Math.Max(0, -rows))]),
            Attribute("group", groups)
        );
    }

    /// <summary>Weights for the way back: each kernel reversed, inputs and outputs of each group exchanged. The runtime
    /// folds this when it loads the model.</summary>
    static string Turned(GraphEmitter graph, string weight, long[] dims, long groups)
    {
        long[] kernel = dims[2..];
        long[] axes = [.. Enumerable.Range(2, kernel.Length).Select(axis => (long)axis)];
        var reversed = kernel.All(size => size == 1)
            ? weight
            : graph.Slice(
                weight,
                [.. kernel.Select(_ => -1L)],
                [.. kernel.Select(_ => (long)int.MinValue)],
                axes,
                [.. kernel.Select(_ => -1L)]
            );
        if (groups == 1)
            return graph.Transpose(reversed, [1, 0, .. axes]);
        var (outputs, inputs) = (dims[0] / groups, dims[1]);
        if (outputs == 1 && inputs == 1)
            return reversed;
        var exchanged = graph.Transpose(
            graph.Reshape(reversed, [groups, outputs, inputs, .. kernel]),
            [0, 2, 1, .. axes.Select(axis => axis + 1)]
        );
        return graph.Reshape(exchanged, [groups * inputs, outputs, .. kernel]);
    }

    /// <summary>A transposed convolution is the way back of a convolution; its own way back is that
    /// convolution.</summary>
    static void TransposedConvolution(GradientNode node)
    {
        var (input, weight, output) = (node.Dims(0), node.Dims(1), node.OutputDims());
        if (node.Ints("output_shape") is not null)
            throw new UnknownShapeException();
        var window = Window.Of(node, weight[2..], output[2..], input[2..]);
        var after = Enumerable
            .Range(0, window.Axes)
            .Select(axis => (input[axis + 2] - 1) * window.Strides[axis] + window.Reach(axis) + 1 - output[axis + 2] - window.Before[axis])
            .ToArray();
        // Output padding lies beyond what any element reached.
        var ends = after.Select((pad, axis) => output[axis + 2] + Math.Min(0, pad)).ToArray();
        var reached = after.All(pad => pad >= 0)
            ? node.Upstream
            : node.Graph.Slice(
                node.Upstream,
                new long[window.Axes],
                ends,
                [.. Enumerable.Range(2, window.Axes).Select(axis => (long)axis)],
                [.. Enumerable.Repeat(1L, window.Axes)]
            );
        node.Give(
            0,
            node.Graph.Emit(
                "Conv",
                [reached, node.Input(1)],
                Attribute("kernel_shape", window.Kernel),
                Attribute("strides", window.Strides),
                Attribute("dilations", window.Dilations),
                Attribute("group", node.Int("group", 1)),
                Attribute("pads", [.. window.Before, .. after.Select(pad => Math.Max(0, pad))])
            )
        );
    }
}
