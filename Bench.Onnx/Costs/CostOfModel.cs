using Bench.Onnx.Graphs;
using Bench.Onnx.Model;
using Bench.Onnx.Shapes;

namespace Bench.Onnx.Costs;

/// <summary>Adds up what a model costs.</summary>
internal static class CostOfModel
{
    public static OnnxCost Count(OnnxFile file, ShapedGraph shapes)
    {
        var (parameters, weights) = ParameterCount.Count(file);
        Int128 operations = 0;
        var uncounted = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in shapes.Nodes)
            if (MultiplyAccumulateCount.Count(node) is { } count)
                operations += count;
            else
                uncounted[node.Node.Operator] = uncounted.GetValueOrDefault(node.Node.Operator) + 1;
        var perPicture = (long)Int128.Min(operations / shapes.Batch, long.MaxValue);
        return new(
            parameters,
            perPicture,
            weights,
            shapes.Height,
            shapes.Width,
            [.. uncounted.Select(entry => $"{entry.Key} × {entry.Value}")]
        );
    }
}
