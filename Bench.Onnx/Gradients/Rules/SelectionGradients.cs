using Bench.Onnx.Shapes;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Operators that pick, join or cut: what was not picked gets zeros.</summary>
internal static class SelectionGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        ("Concat", Concat),
        ("Split", Split),
        ("Slice", Slice),
        ("Gather", Gather),
        ("GatherElements", GatherElements),
        ("GatherND", GatherNd),
    ];

    static void Concat(GradientNode node)
    {
        var axis = node.Axis(0);
        var sizes = Enumerable.Range(0, node.InputCount).Select(input => node.Dims(input)[axis]).ToArray();
        if (sizes.Length == 1)
        {
            node.Give(0, node.Upstream);
            return;
        }
        var parts = node.Graph.EmitMany("Split", [node.Upstream, node.Graph.Vector(sizes)], sizes.Length, Attribute("axis", (long)axis));
        for (var i = 0; i < parts.Length; i++)
            node.Give(i, parts[i]);
    }

    static void Split(GradientNode node)
    {
        var parts = Enumerable
            .Range(0, node.OutputCount)
            .Select(part => node.UpstreamOf(part) ?? node.Graph.Zeros(node.OutputDims(part)))
            .ToArray();
        node.Give(0, node.Graph.Emit("Concat", parts, Attribute("axis", (long)node.Axis(0))));
    }

    static void Slice(GradientNode node)
    {
        var (graph, input, output) = (node.Graph, node.Dims(0), node.OutputDims());
        var starts = node.Integers(1);
        var axes = node.Has(3) ? node.Integers(3) : [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = node.Has(4) ? node.Integers(4) : null;
        var gradient = node.Upstream;
        long[] before = new long[input.Length],
            after = new long[input.Length],
            dims = [.. output];
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = ShapedNode.Axis(axes[i], input.Length);
            var (size, count, step) = (input[axis], output[axis], steps?[i] ?? 1);
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, step > 0 ? size : size - 1);
            if (step < 0)
            {
                gradient = graph.Slice(gradient, [-1], [int.MinValue], [axis], [-1]);
                (start, step) = (start + (count - 1) * step, -step);
            }
            if (step > 1)
            {
                // Zeros between the elements: each becomes the first of a block.
                long[] blocks = [.. dims[..(axis + 1)], 1, .. dims[(axis + 1)..]],
                    ends = new long[blocks.Length];
                ends[axis + 1] = step - 1;
                dims[axis] = count * step;
                gradient = graph.Reshape(graph.Pad(graph.Reshape(gradient, blocks), new long[blocks.Length], ends), dims);
                if (start + dims[axis] > size)
                    gradient = graph.Slice(gradient, axis, 0, dims[axis] = size - start);
            }
            (before[axis], after[axis]) = (start, size - start - dims[axis]);
        }
        node.Give(0, graph.Pad(gradient, before, after));
    }

    static void Gather(GradientNode node)
    {
        var (graph, input, indices, axis) = (node.Graph, node.Dims(0), node.Dims(1), node.Axis(0));
        if (node.ValuesOrNull(1) is [var pick])
        {
            // One element: a slice.
            long[] one = (long[])input.Clone(),
                before = new long[input.Length],
                after = new long[input.Length];
            one[axis] = 1;
            before[axis] = pick < 0 ? (long)pick + input[axis] : (long)pick;
            after[axis] = input[axis] - 1 - before[axis];
            node.Give(0, graph.Pad(graph.Reshape(node.Upstream, one), before, after));
            return;
        }
        var (lead, count, tail) = (
            TensorFact.Product(input.AsSpan(0, axis)),
            TensorFact.Product(indices),
            TensorFact.Product(input.AsSpan(axis + 1))
        );
        var places = graph.Expand(graph.Reshape(node.Input(1), 1, count, 1), lead, count, tail);
        var sum = graph.Emit(
            "ScatterElements",
            [graph.Zeros(lead, input[axis], tail), places, graph.Reshape(node.Upstream, lead, count, tail)],
            Attribute("axis", 1L),
            Attribute("reduction", "add")
        );
        node.Give(0, graph.Reshape(sum, input));
    }

    static void GatherElements(GradientNode node) =>
        node.Give(
            0,
            node.Graph.Emit(
                "ScatterElements",
                [node.Graph.Zeros(node.Dims(0)), node.Input(1), node.Upstream],
                Attribute("axis", (long)node.Axis(0)),
                Attribute("reduction", "add")
            )
        );

    static void GatherNd(GradientNode node)
    {
        if (node.Int("batch_dims", 0) != 0)
            throw new UnknownShapeException();
        node.Give(
            0,
            node.Graph.Emit("ScatterND", [node.Graph.Zeros(node.Dims(0)), node.Input(1), node.Upstream], Attribute("reduction", "add"))
        );
    }
}
