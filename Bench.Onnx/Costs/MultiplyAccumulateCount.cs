using System.Collections.Frozen;
using Bench.Onnx.Model;
using Bench.Onnx.Shapes;

namespace Bench.Onnx.Costs;

/// <summary>Multiply-accumulate operations of one node.</summary>
/// <remarks>
/// Counted: convolutions, products of matrices, attention, and sums over windows and axes (an average pool is a
/// convolution with equal weights). Not counted, by the convention of published numbers: biases, activations,
/// normalisations' element-wise steps, comparisons (MaxPool) and moving data about.
/// </remarks>
internal static class MultiplyAccumulateCount
{
    static readonly FrozenDictionary<string, Func<ShapedNode, long>> Rules = new Dictionary<string, Func<ShapedNode, long>>
    {
        ["Conv"] = node => Convolution(node, node[1]),
        ["FusedConv"] = node => Convolution(node, node[1]),
        ["ConvInteger"] = node => Convolution(node, node[1]),
        ["QLinearConv"] = node => Convolution(node, node[3]),
        // Every input element meets the kernels of its group once: [C, M / group, k…].
        ["ConvTranspose"] = node => checked(node[0].Elements * (node[1].Elements / node[1].Dims[0])),
        ["Gemm"] = Gemm,
        ["FusedGemm"] = Gemm,
        ["QGemm"] = Gemm,
        ["MatMul"] = node => checked(Output(node) * node[0].Dims[^1]),
        ["MatMulInteger"] = node => checked(Output(node) * node[0].Dims[^1]),
        ["MatMulIntegerToFloat"] = node => checked(Output(node) * node[0].Dims[^1]),
        ["DynamicQuantizeMatMul"] = node => checked(Output(node) * node[0].Dims[^1]),
        ["MatMulNBits"] = node => checked(Output(node) * node[0].Dims[^1]),
        ["QLinearMatMul"] = node => checked(Output(node) * node[0].Dims[^1]),
        ["FusedMatMul"] = node => checked(Output(node) * node[0].Dims[node.Int("transA", 0) == 0 ? ^1 : ^2]),
        ["Einsum"] = node => new EinsumEquation(node).Products,
        ["Attention"] = Attention,
        ["MultiHeadAttention"] = node =>
            ScoresAndSums(node[0].Dims[^2], node[1].Dims[^2], node[0].Dims[^1], node[2].Dims[^1], node[0].Dims[0]),
        ["AveragePool"] = Window,
        ["LpPool"] = Window,
        ["QLinearAveragePool"] = Window,
        ["GlobalAveragePool"] = node => node[0].Elements,
        ["GlobalLpPool"] = node => node[0].Elements,
        ["QLinearGlobalAveragePool"] = node => node[0].Elements,
        ["ReduceL1"] = node => node[0].Elements,
        ["ReduceL2"] = node => node[0].Elements,
        ["ReduceMean"] = node => node[0].Elements,
        ["ReduceSum"] = node => node[0].Elements,
        ["ReduceSumSquare"] = node => node[0].Elements,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The node's operations for the whole batch, or null when nothing is known about its operator or its
    /// shapes.</summary>
    public static long? Count(ShapedNode node)
    {
        if (!Rules.TryGetValue(node.Node.Operator, out var rule))
            return ShapeRules.Find(node.Node) is null ? null : 0;
        try
        {
            return rule(node);
        }
        catch (Exception exception) when (ShapeFaults.Include(exception))
        {
            // Shapes that contradict each other are the runtime's to report; here the node only goes uncounted.
            return null;
        }
    }

    static long Output(ShapedNode node) => node.Outputs is [{ } output, ..] ? output.Elements : throw new UnknownShapeException();

    static long Convolution(ShapedNode node, TensorFact weight) => checked(Output(node) * (weight.Elements / weight.Dims[0]));

    static long Gemm(ShapedNode node) => checked(Output(node) * node[0].Dims[node.Int("transA", 0) == 0 ? 1 : 0]);

    static long Window(ShapedNode node) => checked(Output(node) * new SlidingWindow(node, node.Ints("kernel_shape")).Elements);

    static long Attention(ShapedNode node)
    {
        var query = node[0].Dims;
        if (node.Node.Domain != OperatorDomains.Standard)
            return checked(
                node[0].Elements * node[1].Dims[^1]
                + ScoresAndSums(query[^2], query[^2], node[1].Dims[^1] / 3, node[1].Dims[^1] / 3, query[0])
            );
        // [batch, heads, sequence, size], or [batch, sequence, heads × size] with as many heads of keys and values as
        // are shared between those of queries.
        return query.Length == 4
            ? ScoresAndSums(query[^2], node[1].Dims[^2], query[^1], node[2].Dims[^1], checked(query[0] * query[1]))
            : ScoresAndSums(
                query[^2],
                node[1].Dims[^2],
                query[^1],
                node.Outputs[0]?.Dims[^1] ?? throw new UnknownShapeException(),
                query[0]
            );
    }

    /// <summary>Each query meets each key, and gathers each value.</summary>
    static long ScoresAndSums(long queries, long keys, long keySize, long valueSize, long times) =>
        checked(times * queries * keys * (keySize + valueSize));
}
