namespace Bench.Onnx.Shapes;

/// <summary>Exceptions of a rule where a graph leaves a shape open or contradicts itself. Rules read attributes and
/// sizes as if they were in order: a model that is not has to end at its node, not at its upload.</summary>
internal static class ShapeFaults
{
    public static bool Include(Exception exception) =>
        exception is UnknownShapeException or IndexOutOfRangeException or ArgumentException or OverflowException or DivideByZeroException;
}
