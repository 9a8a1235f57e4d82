namespace Bench.Workers.Inference.Onnx.Shapes;

/// <summary>Shapes that meet from the right, a one stretching to whatever it meets.</summary>
internal static class Broadcasting
{
    public static long[] Dims(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var dims = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= dims.Length; i++)
        {
            var (x, y) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            dims[^i] = x == y || y == 1 ? x : x == 1 ? y : throw new UnknownShapeException();
        }
        return dims;
    }

    /// <summary>The values of <paramref name="fact"/> stretched to <paramref name="dims"/>, or null where they are unknown or too many to follow.</summary>
    public static double[]? Values(TensorFact fact, long[] dims)
    {
        if (fact.Values is not { } values || TensorFact.Product(dims) is > TensorFact.KeptValues or 0 || fact.Rank > dims.Length)
            return null;
        var result = new double[TensorFact.Product(dims)];
        for (var i = 0; i < result.Length; i++)
        {
            long rest = i, index = 0, stride = 1;
            for (var axis = 1; axis <= fact.Rank; axis++)
            {
                var position = rest % dims[^axis];
                rest /= dims[^axis];
                index += (fact.Dims[^axis] == 1 ? 0 : position) * stride;
                stride *= fact.Dims[^axis];
            }
            result[i] = values[index];
        }
        return result;
    }
}
