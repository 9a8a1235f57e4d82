using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>Operators that make values out of nothing, or out of shapes.</summary>
internal static class ConstantRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        ("Constant", Constant),
        ("ConstantOfShape", ConstantOfShape),
        ("Shape", Shape),
        ("Size", node => node.Set(0, TensorFact.Scalar(OnnxElementType.Int64, node[0].Elements))),
        ("Range", Range),
        (
            "EyeLike RandomNormalLike RandomUniformLike Bernoulli",
            node => node.Set((OnnxElementType)node.Int("dtype", (long)node[0].Type), node[0].Dims)
        ),
        (
            "RandomNormal RandomUniform",
            node => node.Set((OnnxElementType)node.Int("dtype", 1), node.Ints("shape") ?? throw new UnknownShapeException())
        ),
    ];

    static void Constant(ShapedNode node)
    {
        if (node.Attribute("value")?.Tensor is { } tensor)
            node.Set(0, new(tensor.Type, tensor.Dims, tensor.Values));
        else if (node.Attribute("value_float")?.Float is { } number)
            node.Set(0, TensorFact.Scalar(OnnxElementType.Float, number));
        else if (node.Attribute("value_int")?.Int is { } integer)
            node.Set(0, TensorFact.Scalar(OnnxElementType.Int64, integer));
        else if (node.Attribute("value_floats") is { } floats)
            node.Set(0, TensorFact.Vector(OnnxElementType.Float, [.. floats.Floats]));
        else if (node.Attribute("value_ints") is { } ints)
            node.Set(0, TensorFact.Vector(OnnxElementType.Int64, [.. ints.Ints]));
    }

    static void ConstantOfShape(ShapedNode node)
    {
        var dims = node.Integers(0);
        var value = node.Attribute("value")?.Tensor;
        var fill = value is null ? 0 : value.Values?[0];
        var elements = TensorFact.Product(dims);
        var values =
            fill is { } number && elements is >= 0 and <= TensorFact.KeptValues ? Enumerable.Repeat(number, (int)elements).ToArray() : null;
        node.Set(0, new(value?.Type ?? OnnxElementType.Float, dims, values));
    }

    static void Shape(ShapedNode node)
    {
        var rank = node[0].Rank;
        var start = Clamp(node.Int("start", 0), rank);
        var end = Math.Max(start, Clamp(node.Int("end", rank), rank));
        node.Set(0, TensorFact.Vector(OnnxElementType.Int64, [.. node[0].Dims[start..end].Select(dim => (double)dim)]));
    }

    static int Clamp(long position, int rank) => (int)Math.Clamp(position < 0 ? position + rank : position, 0, rank);

    static void Range(ShapedNode node)
    {
        var (start, limit, step) = (node.Values(0)[0], node.Values(1)[0], node.Values(2)[0]);
        var count = Math.Max(0, Math.Ceiling((limit - start) / step));
        if (!double.IsFinite(count) || count > long.MaxValue / 2)
            throw new UnknownShapeException();
        var values = count <= TensorFact.KeptValues ? Enumerable.Range(0, (int)count).Select(i => start + i * step).ToArray() : null;
        node.Set(0, new(node[0].Type, [(long)count], values));
    }
}
