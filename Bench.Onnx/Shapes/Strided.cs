namespace Bench.Onnx.Shapes;

/// <summary>Reads values in another order: each output axis moves by its own step through the source.</summary>
internal static class Strided
{
    /// <summary>Steps of the axes of a row-major tensor.</summary>
    public static long[] Steps(ReadOnlySpan<long> dims)
    {
        var steps = new long[dims.Length];
        long step = 1;
        for (var i = dims.Length - 1; i >= 0; i--)
        {
            steps[i] = step;
            step = checked(step * dims[i]);
        }
        return steps;
    }

    /// <returns>The values, or null where they are unknown or too many to follow.</returns>
    public static double[]? Read(double[]? source, ReadOnlySpan<long> dims, long start, ReadOnlySpan<long> steps)
    {
        var count = TensorFact.Product(dims);
        if (source is null || count is < 0 or > TensorFact.KeptValues)
            return null;
        var result = new double[count];
        for (var i = 0; i < result.Length; i++)
        {
            long rest = i,
                index = start;
            for (var axis = dims.Length - 1; axis >= 0; axis--)
            {
                index += rest % dims[axis] * steps[axis];
                rest /= dims[axis];
            }
            result[i] = source[index];
        }
        return result;
    }
}
