namespace Bench.Onnx.Shapes;

/// <summary>The graph run with shapes in place of numbers.</summary>
/// <remarks>
/// <c>Nodes</c> are all nodes as they would run, function calls and known branches written out; <c>Values</c> what is
/// known about each value of the outermost graph.
/// <c>Batch</c> is the graph's fixed batch, else 1; height and width likewise, else 224.
/// </remarks>
internal sealed record ShapedGraph(
    IReadOnlyList<ShapedNode> Nodes,
    IReadOnlyDictionary<string, TensorFact> Values,
    long Batch,
    int Height,
    int Width
);
