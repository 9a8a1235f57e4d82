using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>Facts about a value: its type, its shape, and its numbers where they are few and follow from the graph
/// alone.</summary>
/// <remarks><c>Values</c> are in row-major order. Whole numbers are exact up to 2^53, far beyond any shape.</remarks>
internal sealed record TensorFact(OnnxElementType Type, long[] Dims, double[]? Values = null)
{
    /// <summary>Numbers are followed up to this many elements: shapes, axes, scales and conditions, but no
    /// weights.</summary>
    public const int KeptValues = 1024;

    public long Elements { get; } = Product(Dims);

    public int Rank => Dims.Length;

    public static TensorFact Vector(OnnxElementType type, params double[] values) => new(type, [values.Length], values);

    public static TensorFact Scalar(OnnxElementType type, double value) => new(type, [], [value]);

    /// <exception cref="OverflowException">The product passes 2^63.</exception>
    public static long Product(ReadOnlySpan<long> dims)
    {
        long product = 1;
        foreach (var dim in dims)
            product = checked(product * dim);
        return product;
    }
}
