namespace Bench.Onnx.Shapes;

/// <summary>Operators that give the same elements another shape or order.</summary>
internal static class ReshapingRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        ("Reshape", Reshape),
        ("Flatten", Flatten),
        ("Squeeze", Squeeze),
        ("Unsqueeze", Unsqueeze),
        ("Transpose", Transpose),
        ("Expand", node => Stretch(node, Broadcasting.Dims(node[0].Dims, node.Integers(1)))),
        ("Tile", node => node.Set(node[0].Type, [.. node[0].Dims.Zip(node.Integers(1), (dim, repeats) => checked(dim * repeats))])),
        ("DepthToSpace", node => Blocks(node, deeper: false)),
        ("SpaceToDepth", node => Blocks(node, deeper: true)),
    ];

    static void Reshape(ShapedNode node)
    {
        var input = node[0];
        var wanted = node.Has(1) ? node.Integers(1) : node.Ints("shape") ?? throw new UnknownShapeException();
        var dims = new long[wanted.Length];
        var open = -1;
        for (var i = 0; i < dims.Length; i++)
        {
            dims[i] = wanted[i] == 0 && node.Int("allowzero", 0) == 0 ? input.Dims[i] : wanted[i];
            if (dims[i] == -1)
                (open, dims[i]) = (open < 0 ? i : throw new UnknownShapeException(), 1);
        }
        var product = TensorFact.Product(dims);
        if (open >= 0 && product > 0)
            dims[open] = input.Elements / product;
        if (TensorFact.Product(dims) != input.Elements)
            throw new UnknownShapeException();
        node.Set(0, input with { Dims = dims });
    }

    static void Flatten(ShapedNode node)
    {
        var dims = node[0].Dims;
        var axis = (int)node.Int("axis", 1);
        axis = axis == dims.Length ? axis : ShapedNode.Axis(axis, dims.Length);
        node.Set(0, node[0] with { Dims = [TensorFact.Product(dims.AsSpan(0, axis)), TensorFact.Product(dims.AsSpan(axis))] });
    }

    static long[]? Axes(ShapedNode node) => node.Has(1) ? node.Integers(1) : node.Ints("axes");

    static void Squeeze(ShapedNode node)
    {
        var input = node[0];
        var axes = Axes(node)?.Select(axis => ShapedNode.Axis(axis, input.Rank)).ToHashSet();
        node.Set(0, input with { Dims = [.. input.Dims.Where((dim, i) => axes is null ? dim != 1 : !axes.Contains(i))] });
    }

    static void Unsqueeze(ShapedNode node)
    {
        var axes = Axes(node) ?? throw new UnknownShapeException();
        var rank = node[0].Rank + axes.Length;
        var added = axes.Select(axis => ShapedNode.Axis(axis, rank)).ToHashSet();
        var old = 0;
        node.Set(0, node[0] with { Dims = [.. Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : node[0].Dims[old++])] });
    }

    static void Transpose(ShapedNode node)
    {
        var input = node[0];
        var order = node.Ints("perm") ?? [.. Enumerable.Range(0, input.Rank).Reverse().Select(i => (long)i)];
        if (order.Length != input.Rank)
            throw new UnknownShapeException();
        var steps = Strided.Steps(input.Dims);
        long[] dims = [.. order.Select(axis => input.Dims[axis])];
        node.Set(0, new(input.Type, dims, Strided.Read(input.Values, dims, start: 0, [.. order.Select(axis => steps[axis])])));
    }

    static void Stretch(ShapedNode node, long[] dims) => node.Set(0, new(node[0].Type, dims, Broadcasting.Values(node[0], dims)));

    static void Blocks(ShapedNode node, bool deeper)
    {
        var (size, dims) = (node.Int("blocksize", 1), node[0].Dims);
        long[] result = deeper
            ? [dims[0], checked(dims[1] * size * size), dims[2] / size, dims[3] / size]
            : [dims[0], dims[1] / checked(size * size), checked(dims[2] * size), checked(dims[3] * size)];
        node.Set(node[0].Type, result);
    }
}
