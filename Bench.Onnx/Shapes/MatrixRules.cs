using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>Products of matrices, and the attention operators made of them.</summary>
internal static class MatrixRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        ("Gemm FusedGemm", node => Gemm(node, node[1])),
        ("QGemm", node => Gemm(node, node[3])),
        ("MatMul", node => node.Set(node[0].Type, Multiply(node[0].Dims, node[1].Dims))),
        ("FusedMatMul", FusedMatMul),
        ("MatMulInteger", node => node.Set(OnnxElementType.Int32, Multiply(node[0].Dims, node[1].Dims))),
        ("MatMulIntegerToFloat DynamicQuantizeMatMul", node => node.Set(OnnxElementType.Float, Multiply(node[0].Dims, node[1].Dims))),
        ("QLinearMatMul", node => node.Set(node[0].Type, Multiply(node[0].Dims, node[3].Dims))),
        ("MatMulNBits", node => node.Set(node[0].Type, [.. node[0].Dims[..^1], node.Int("N", 0)])),
        ("Einsum", node => node.Set(node[0].Type, new EinsumEquation(node).Dims)),
        ("Attention", Attention),
        ("MultiHeadAttention", node => node.Set(node[0].Type, [.. node[0].Dims[..^1], node[2].Dims[^1]])),
    ];

    static void Gemm(ShapedNode node, TensorFact right)
    {
        var (a, b) = (node[0].Dims, right.Dims);
        if (a.Length != 2 || b.Length != 2)
            throw new UnknownShapeException();
        node.Set(node[0].Type, a[node.Int("transA", 0) == 0 ? 0 : 1], b[node.Int("transB", 0) == 0 ? 1 : 0]);
    }

    static void FusedMatMul(ShapedNode node)
    {
        if (node.Int("transBatchA", 0) != 0 || node.Int("transBatchB", 0) != 0)
            throw new UnknownShapeException();
        node.Set(node[0].Type, Multiply(Swapped(node[0].Dims, node.Int("transA", 0)), Swapped(node[1].Dims, node.Int("transB", 0))));
    }

    static long[] Swapped(long[] dims, long swap) => swap == 0 || dims.Length < 2 ? dims : [.. dims[..^2], dims[^1], dims[^2]];

    static long[] Multiply(long[] a, long[] b)
    {
        var left = a.Length == 1 ? [1, a[0]] : a;
        var right = b.Length == 1 ? [b[0], 1] : b;
        if (left[^1] != right[^2])
            throw new UnknownShapeException();
        var batch = Broadcasting.Dims(left.AsSpan(0, left.Length - 2), right.AsSpan(0, right.Length - 2));
        return [.. batch, .. a.Length == 1 ? [] : new[] { left[^2] }, .. b.Length == 1 ? [] : new[] { right[^1] }];
    }

    /// <summary>The standard's operator takes queries, keys and values; Microsoft's takes the sequence and one matrix
    /// that makes all three.</summary>
    static void Attention(ShapedNode node)
    {
        if (node.Node.Domain == OperatorDomains.Standard)
        {
            var heads = node[0].Rank == 3 ? node.Int("q_num_heads", 0) / node.Int("kv_num_heads", 1) : 1;
            node.Set(node[0].Type, [.. node[0].Dims[..^1], node[2].Dims[^1] * heads]);
            return;
        }
        var sizes = node.Ints("qkv_hidden_sizes");
        node.Set(node[0].Type, [.. node[0].Dims[..^1], sizes is [_, _, var size] ? size : node[1].Dims[^1] / 3]);
    }
}
