namespace Bench.Onnx.Gradients.Rules;

/// <summary>The way back from a broadcast.</summary>
internal static class Broadcast
{
    /// <summary>Sums a gradient of shape <paramref name="from"/> to shape <paramref name="to"/>, over every axis that
    /// stretched it.</summary>
    public static string Fold(GraphEmitter graph, string gradient, long[] from, long[] to)
    {
        if (from.AsSpan().SequenceEqual(to))
            return gradient;
        var lead = from.Length - to.Length;
        var axes = Enumerable
            .Range(0, from.Length)
            .Where(axis => from[axis] != 1 && (axis < lead || to[axis - lead] == 1))
            .Select(axis => (long)axis)
            .ToArray();
        var sum = graph.Sum(gradient, axes);
        return lead == 0 ? sum : graph.Reshape(sum, to);
    }
}
