namespace Bench.Onnx.Shapes;

/// <summary>Operators that change the size of pictures: pads and resizes.</summary>
internal static class SamplingRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        ("Pad", Pad),
        ("Resize", node => Scale(node, scales: node.Opset < 11 ? 1 : 2, sizes: 3)),
        ("Upsample", node => Scale(node, scales: 1, sizes: -1)),
        ("GridSample", node => node.Set(node[0].Type, [node[0].Dims[0], node[0].Dims[1], .. node[1].Dims[1..^1]])),
    ];

    static void Pad(ShapedNode node)
    {
        var dims = (long[])node[0].Dims.Clone();
        var pads = node.Has(1) ? node.Integers(1) : node.Ints("pads") ?? throw new UnknownShapeException();
        var axes = node.Has(3) ? node.Integers(3) : [.. Enumerable.Range(0, dims.Length).Select(i => (long)i)];
        if (pads.Length != 2 * axes.Length)
            throw new UnknownShapeException();
        for (var i = 0; i < axes.Length; i++)
            dims[ShapedNode.Axis(axes[i], dims.Length)] += checked(pads[i] + pads[i + axes.Length]);
        node.Set(node[0].Type, dims.All(dim => dim >= 0) ? dims : throw new UnknownShapeException());
    }

    static void Scale(ShapedNode node, int scales, int sizes)
    {
        var input = node[0].Dims;
        var axes = node.Ints("axes") ?? [.. Enumerable.Range(0, input.Length).Select(i => (long)i)];
        var dims = (long[])input.Clone();
        var wanted = sizes >= 0 && node.Has(sizes) ? node.Values(sizes) : null;
        var factors =
            wanted is not null ? null
            : node.Has(scales) ? node.Values(scales)
            : node.Attribute("scales")?.Floats.Select(scale => (double)scale).ToArray();
        if ((wanted ?? factors)?.Length != axes.Length || node.Text("keep_aspect_ratio_policy") is not (null or "stretch"))
            throw new UnknownShapeException();
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = ShapedNode.Axis(axes[i], dims.Length);
            dims[axis] = (long)(wanted?[i] ?? Math.Floor(input[axis] * factors![i]));
        }
        node.Set(node[0].Type, dims.All(dim => dim >= 0) ? dims : throw new UnknownShapeException());
    }
}
