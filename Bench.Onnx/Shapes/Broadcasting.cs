namespace Bench.Onnx.Shapes;

/// <summary>Shapes that meet from the right, a one stretching to whatever it meets.</summary>
internal static class Broadcasting
{
    public static long[] Dims(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var dims = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= dims.Length; i++)
        {
            var (x, y) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            dims[^i] =
                x == y || y == 1 ? x
                : x == 1 ? y
                : throw new UnknownShapeException();
        }
        return dims;
    }

    /// <summary>The values of <paramref name="fact"/> stretched to <paramref name="dims"/>, or null where they are
    /// unknown or too many to follow.</summary>
    public static double[]? Values(TensorFact fact, long[] dims)
    {
        if (fact.Rank > dims.Length)
            return null;
        var own = Strided.Steps(fact.Dims);
        var steps = new long[dims.Length];
        for (var axis = 1; axis <= fact.Rank; axis++)
            steps[^axis] = fact.Dims[^axis] == 1 ? 0 : own[^axis];
        return Strided.Read(fact.Values, dims, start: 0, steps);
    }
}
