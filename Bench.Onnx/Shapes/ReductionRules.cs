using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>Operators that fold axes into one number.</summary>
internal static class ReductionRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        ("ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMean ReduceSum ReduceSumSquare", node => Reduce(node, fold: null)),
        ("ReduceMax", node => Reduce(node, Math.Max)),
        ("ReduceMin", node => Reduce(node, Math.Min)),
        ("ReduceProd", node => Reduce(node, (a, b) => a * b)),
        ("ArgMax ArgMin", ArgMax),
        ("TopK", TopK),
    ];

    static void Reduce(ShapedNode node, Func<double, double, double>? fold)
    {
        var input = node[0];
        var axes = node.Has(1) ? node.Integers(1) : node.Ints("axes") ?? [];
        if (axes.Length == 0 && node.Int("noop_with_empty_axes", 0) != 0)
        {
            node.Set(0, input);
            return;
        }
        var folded = axes.Select(axis => ShapedNode.Axis(axis, input.Rank)).ToHashSet();
        var keep = node.Int("keepdims", 1) != 0;
        var dims = new List<long>();
        for (var i = 0; i < input.Rank; i++)
            if (folded.Count > 0 && !folded.Contains(i))
                dims.Add(input.Dims[i]);
            else if (keep)
                dims.Add(1);
        var values =
            fold is not null && input.Values is { Length: > 0 } all && TensorFact.Product([.. dims]) == 1
                ? new[] { all.Aggregate(fold) }
                : null;
        node.Set(0, new(input.Type, [.. dims], values));
    }

    static void ArgMax(ShapedNode node)
    {
        var dims = node[0].Dims.ToList();
        var axis = ShapedNode.Axis(node.Int("axis", 0), dims.Count);
        if (node.Int("keepdims", 1) != 0)
            dims[axis] = 1;
        else
            dims.RemoveAt(axis);
        node.Set(OnnxElementType.Int64, [.. dims]);
    }

    static void TopK(ShapedNode node)
    {
        var dims = (long[])node[0].Dims.Clone();
        dims[ShapedNode.Axis(node.Int("axis", -1), dims.Length)] = node.Has(1) ? node.Integers(1)[0] : node.Int("k", 1);
        node.Set(node[0].Type, dims);
        node.Set(1, new(OnnxElementType.Int64, dims));
    }
}
