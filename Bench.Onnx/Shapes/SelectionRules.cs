namespace Bench.Onnx.Shapes;

/// <summary>Operators that pick, join or cut.</summary>
internal static class SelectionRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        ("Concat", Concat),
        ("Slice", Slice),
        ("Gather", Gather),
        ("GatherElements", node => node.Set(node[0].Type, node[1].Dims)),
        (
            "GatherND",
            node => node.Set(node[0].Type, [.. node[1].Dims[..^1], .. node[0].Dims[(int)(node.Int("batch_dims", 0) + node[1].Dims[^1])..]])
        ),
        ("Split", Split),
        ("OneHot", OneHot),
    ];

    static void Concat(ShapedNode node)
    {
        var dims = (long[])node[0].Dims.Clone();
        var axis = ShapedNode.Axis(node.Int("axis", 1), dims.Length);
        var values = dims.Length == 1 ? node[0].Values?.ToList() : null;
        for (var i = 1; i < node.InputCount; i++)
        {
            dims[axis] = checked(dims[axis] + node[i].Dims[axis]);
            if (values is not null && node[i].Values is { } more && values.Count + more.Length <= TensorFact.KeptValues)
                values.AddRange(more);
            else
                values = null;
        }
        node.Set(0, new(node[0].Type, dims, values?.ToArray()));
    }

    static void Slice(ShapedNode node)
    {
        var input = node[0];
        var fromInputs = node.Has(1);
        var starts = fromInputs ? node.Integers(1) : node.Ints("starts") ?? throw new UnknownShapeException();
        var ends = fromInputs ? node.Integers(2) : node.Ints("ends") ?? throw new UnknownShapeException();
        var axes = (node.Has(3) ? node.Integers(3) : node.Ints("axes")) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = node.Has(4) ? node.Integers(4) : null;
        var dims = (long[])input.Dims.Clone();
        var moves = Strided.Steps(input.Dims);
        long origin = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = ShapedNode.Axis(axes[i], input.Rank);
            var (size, step) = (dims[axis], steps?[i] ?? 1);
            var (low, high) = step > 0 ? (0L, size) : (-1L, size - 1);
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], Math.Max(low, 0), high);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], low, high);
            // The number of steps from start to end, rounded up.
            dims[axis] = Math.Max(0, step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step);
            origin += start * moves[axis];
            moves[axis] *= step;
        }
        node.Set(0, new(input.Type, dims, Strided.Read(input.Values, dims, origin, moves)));
    }

    static void Gather(ShapedNode node)
    {
        var (input, indices) = (node[0], node[1]);
        var axis = ShapedNode.Axis(node.Int("axis", 0), input.Rank);
        var values =
            input is { Rank: 1, Values: { } all } && indices.Values is { } picks
                ? Array.ConvertAll(picks, pick => all[ShapedNode.Axis((long)pick, all.Length)])
                : null;
        node.Set(0, new(input.Type, [.. input.Dims[..axis], .. indices.Dims, .. input.Dims[(axis + 1)..]], values));
    }

    static void Split(ShapedNode node)
    {
        var input = node[0];
        var axis = ShapedNode.Axis(node.Int("axis", 0), input.Rank);
        var parts = node.Outputs.Length;
        // The last part is the smaller one where the axis does not divide.
        var even = (input.Dims[axis] + parts - 1) / parts;
        var sizes = node.Has(1)
            ? node.Integers(1)
            : node.Ints("split") ?? [.. Enumerable.Range(0, parts).Select(i => Math.Min(even, input.Dims[axis] - i * even))];
        long start = 0;
        for (var i = 0; i < parts; i++)
        {
            var dims = (long[])input.Dims.Clone();
            dims[axis] = sizes[i];
            node.Set(i, new(input.Type, dims, input.Rank == 1 ? input.Values?[(int)start..(int)(start + sizes[i])] : null));
            start += sizes[i];
        }
    }

    static void OneHot(ShapedNode node)
    {
        var indices = node[0].Dims;
        var axis = ShapedNode.Axis(node.Int("axis", -1), indices.Length + 1);
        node.Set(node[2].Type, [.. indices[..axis], node.Integers(1)[0], .. indices[axis..]]);
    }
}
