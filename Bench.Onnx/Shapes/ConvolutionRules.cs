using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>Convolutions and pools: [N, C, spatial…] in and out.</summary>
internal static class ConvolutionRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        ("Conv FusedConv", node => Convolve(node, node[1], node[0].Type)),
        ("ConvInteger", node => Convolve(node, node[1], OnnxElementType.Int32)),
        ("QLinearConv", node => Convolve(node, node[3], node[0].Type)),
        ("ConvTranspose", ConvolveBack),
        ("AveragePool MaxPool LpPool QLinearAveragePool", Pool),
        ("GlobalAveragePool GlobalMaxPool GlobalLpPool QLinearGlobalAveragePool", PoolAll),
    ];

    static void Convolve(ShapedNode node, TensorFact weight, OnnxElementType type)
    {
        if (node.Int("channels_last", 0) != 0)
            throw new UnknownShapeException();
        var input = node[0].Dims;
        node.Set(type, [input[0], weight.Dims[0], .. new SlidingWindow(node, weight.Dims.AsSpan(2)).Output(input.AsSpan(2))]);
    }

    static void ConvolveBack(ShapedNode node)
    {
        var (input, weight) = (node[0].Dims, node[1].Dims);
        var channels = checked(weight[1] * node.Int("group", 1));
        node.Set(node[0].Type, [input[0], channels, .. new SlidingWindow(node, weight.AsSpan(2)).TransposedOutput(input.AsSpan(2))]);
    }

    static void Pool(ShapedNode node)
    {
        if (node.Int("channels_last", 0) != 0)
            throw new UnknownShapeException();
        var input = node[0].Dims;
        long[] dims = [input[0], input[1], .. new SlidingWindow(node, node.Ints("kernel_shape")).Output(input.AsSpan(2))];
        node.Set(node[0].Type, dims);
        node.Set(1, new(OnnxElementType.Int64, dims));
    }

    static void PoolAll(ShapedNode node)
    {
        var dims = (long[])node[0].Dims.Clone();
        var channelsLast = node.Int("channels_last", 0) != 0;
        for (var i = channelsLast ? 1 : 2; i < dims.Length - (channelsLast ? 1 : 0); i++)
            dims[i] = 1;
        node.Set(node[0].Type, dims);
    }
}
