using Bench.Onnx.Shapes;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Operators that give the same elements another shape, order or count.</summary>
internal static class ReshapingGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        ("Identity Dropout Cast", node => node.Give(0, node.Upstream)),
        ("CastLike", CastLike),
        ("Reshape Flatten Squeeze Unsqueeze", node => node.Give(0, node.Graph.Reshape(node.Upstream, node.Dims(0)))),
        ("Transpose", Transpose),
        ("Expand", node => node.GiveStretched(0, node.Upstream)),
        ("Tile", Tile),
        ("DepthToSpace", DepthToSpace),
        (
            "SpaceToDepth",
            node => node.Give(0, node.Graph.Emit("DepthToSpace", [node.Upstream], Attribute("blocksize", node.Int("blocksize", 1))))
        ),
    ];

    /// <summary>The second input lends its type, not its numbers.</summary>
    static void CastLike(GradientNode node)
    {
        node.Give(0, node.Upstream);
        if (node.Wants(1))
            node.Give(1, node.Graph.Zeros(node.Dims(1)));
    }

    static void Transpose(GradientNode node)
    {
        var order = node.Ints("perm") ?? [.. Enumerable.Range(0, node.Dims(0).Length).Reverse().Select(axis => (long)axis)];
        node.Give(
            0,
            node.Graph.Transpose(node.Upstream, [.. Enumerable.Range(0, order.Length).Select(axis => (long)Array.IndexOf(order, axis))])
        );
    }

    static void Tile(GradientNode node)
    {
        var dims = node.Dims(0);
        long[] split = [.. dims.Zip(node.Integers(1), (dim, repeats) => new[] { repeats, dim }).SelectMany(pair => pair)];
        var sum = node.Graph.Sum(node.Graph.Reshape(node.Upstream, split), [.. Enumerable.Range(0, dims.Length).Select(axis => 2L * axis)]);
        node.Give(0, node.Graph.Reshape(sum, dims));
    }

    static void DepthToSpace(GradientNode node)
    {
        var (dims, size) = (node.Dims(0), node.Int("blocksize", 1));
        if (node.Text("mode") is null or "DCR")
        {
            node.Give(0, node.Graph.Emit("SpaceToDepth", [node.Upstream], Attribute("blocksize", size)));
            return;
        }
        if (dims.Length != 4)
            throw new UnknownShapeException();
        var blocks = node.Graph.Reshape(node.Upstream, dims[0], dims[1] / (size * size), dims[2], size, dims[3], size);
        node.Give(0, node.Graph.Reshape(node.Graph.Transpose(blocks, 0, 1, 3, 5, 2, 4), dims));
    }
}
