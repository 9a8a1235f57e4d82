using Bench.Onnx.Shapes;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Products of matrices.</summary>
internal static class MatrixGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [("MatMul", Multiply), ("Gemm", Gemm), ("Einsum", Einsum)];

    static void Multiply(GradientNode node)
    {
        var (graph, a, b) = (node.Graph, node.Dims(0), node.Dims(1));
        long[] left = a.Length == 1 ? [1, a[0]] : a,
            right = b.Length == 1 ? [b[0], 1] : b;
        var batch = Broadcasting.Dims(left.AsSpan(0, left.Length - 2), right.AsSpan(0, right.Length - 2));
        long[] output = [.. batch, left[^2], right[^1]];
        var gradient = a.Length == 1 || b.Length == 1 ? graph.Reshape(node.Upstream, output) : node.Upstream;
        if (node.Wants(0))
        {
            var other = Turned(graph, b.Length == 1 ? graph.Reshape(node.Input(1), right) : node.Input(1), right.Length);
            Give(0, graph.Emit("MatMul", [gradient, other]), [.. batch, left[^2], left[^1]], left, a);
        }
        if (node.Wants(1))
        {
            var other = Turned(graph, a.Length == 1 ? graph.Reshape(node.Input(0), left) : node.Input(0), left.Length);
            Give(1, graph.Emit("MatMul", [other, gradient]), [.. batch, right[^2], right[^1]], right, b);
        }

        void Give(int input, string product, long[] made, long[] matrix, long[] dims)
        {
            var folded = Broadcast.Fold(graph, product, made, matrix);
            node.Give(input, dims.Length == 1 ? graph.Reshape(folded, dims) : folded);
        }
    }

    static string Turned(GraphEmitter graph, string value, int rank) =>
        graph.Transpose(value, [.. Enumerable.Range(0, rank - 2).Select(axis => (long)axis), rank - 1, rank - 2]);

    static void Gemm(GradientNode node)
    {
        var (graph, turnA, turnB, alpha) = (node.Graph, node.Int("transA", 0), node.Int("transB", 0), node.Float("alpha", 1));
        if (node.Wants(0))
            node.Give(
                0,
                turnA == 0 ? Product(node.Upstream, node.Input(1), 0, 1 - turnB) : Product(node.Input(1), node.Upstream, turnB, 1)
            );
        if (node.Wants(1))
            node.Give(
                1,
                turnB == 0 ? Product(node.Input(0), node.Upstream, 1 - turnA, 0) : Product(node.Upstream, node.Input(0), 1, turnA)
            );
        if (node.Wants(2))
            node.GiveStretched(2, graph.Mul(node.Upstream, node.Float("beta", 1)));

        string Product(string a, string b, long turnLeft, long turnRight) =>
            graph.Emit("Gemm", [a, b], Attribute("alpha", alpha), Attribute("transA", turnLeft), Attribute("transB", turnRight));
    }

    /// <summary>The gradient of an operand is the same sum with the operand and the result exchanged, where each of its
    /// letters occurs elsewhere.</summary>
    static void Einsum(GradientNode node)
    {
        var equation = (node.Text("equation") ?? "").Replace(" ", "");
        if (equation.Split("->") is not [var terms, var result] || equation.Contains('.'))
            throw new UnknownShapeException();
        var operands = terms.Split(',');
        for (var i = 0; i < operands.Length; i++)
        {
            if (!node.Wants(i))
                continue;
            var others = operands.Where((_, other) => other != i).ToArray();
            if (operands[i].Distinct().Count() != operands[i].Length || operands[i].Except(string.Concat(others) + result).Any())
                throw new UnknownShapeException();
            var own = i;
            string[] inputs = [node.Upstream, .. Enumerable.Range(0, operands.Length).Where(other => other != own).Select(node.Input)];
            node.Give(
                i,
                node.Graph.Emit("Einsum", inputs, Attribute("equation", $"{string.Join(',', [result, .. others])}->{operands[i]}"))
            );
        }
    }
}
