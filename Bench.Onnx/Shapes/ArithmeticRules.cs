using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>Operators that work element by element.</summary>
internal static class ArithmeticRules
{
    public static IEnumerable<(string Operators, Action<ShapedNode> Rule)> All { get; } =
    [
        (
            """
            Acos Acosh Asin Asinh Atan Atanh BatchNormalization BiasGelu BitwiseNot Celu Clip Cos Cosh CumSum Elu Erf Exp FastGelu Gelu GroupNormalization HardSigmoid
            HardSwish Hardmax InstanceNormalization LRN LayerNormalization LeakyRelu Log LogSoftmax LpNormalization MeanVarianceNormalization Mish PRelu QLinearLeakyRelu
            QLinearSigmoid QLinearSoftmax QuickGelu RMSNormalization Reciprocal Relu RotaryEmbedding Round ScatterElements ScatterND Scatter Selu Shrink Sigmoid Sign
            SimplifiedLayerNormalization Sin Sinh SkipLayerNormalization SkipSimplifiedLayerNormalization Softmax Softplus Softsign Swish Tan Tanh ThresholdedRelu Trilu
            """,
            node => node.Set(0, node[0] with { Values = null })
        ),
        ("Identity", node => node.Set(0, node[0])),
        ("Dropout", Dropout),
        ("Abs", node => Unary(node, Math.Abs)),
        ("Neg", node => Unary(node, value => -value)),
        ("Floor", node => Unary(node, Math.Floor)),
        ("Ceil", node => Unary(node, Math.Ceiling)),
        ("Sqrt", node => Unary(node, Math.Sqrt)),
        ("Not", node => Unary(node, value => value == 0 ? 1 : 0)),
        ("IsInf IsNaN", node => node.Set(OnnxElementType.Bool, node[0].Dims)),
        ("Cast", node => CastTo(node, (OnnxElementType)node.Int("to", 0))),
        ("CastLike", node => CastTo(node, node[1].Type)),
        ("Add", node => Binary(node, (a, b) => a + b)),
        ("Sub", node => Binary(node, (a, b) => a - b)),
        ("Mul", node => Binary(node, (a, b) => a * b)),
        (
            "Div",
            node =>
                Binary(
                    node,
                    node[0].Type.IsFloatingPoint()
                        ? (a, b) => a / b
                        : (a, b) => b == 0 ? throw new UnknownShapeException() : Math.Truncate(a / b)
                )
        ),
        ("Mod", Mod),
        ("Pow", node => Binary(node, Math.Pow)),
        ("Min", node => Binary(node, Math.Min)),
        ("Max", node => Binary(node, Math.Max)),
        ("Sum", node => Binary(node, (a, b) => a + b)),
        ("Mean BitShift BitwiseAnd BitwiseOr BitwiseXor", node => Binary(node, fold: null)),
        ("Equal", node => Binary(node, (a, b) => a == b ? 1 : 0, OnnxElementType.Bool)),
        ("Less", node => Binary(node, (a, b) => a < b ? 1 : 0, OnnxElementType.Bool)),
        ("LessOrEqual", node => Binary(node, (a, b) => a <= b ? 1 : 0, OnnxElementType.Bool)),
        ("Greater", node => Binary(node, (a, b) => a > b ? 1 : 0, OnnxElementType.Bool)),
        ("GreaterOrEqual", node => Binary(node, (a, b) => a >= b ? 1 : 0, OnnxElementType.Bool)),
        ("And", node => Binary(node, (a, b) => a != 0 && b != 0 ? 1 : 0, OnnxElementType.Bool)),
        ("Or", node => Binary(node, (a, b) => a != 0 || b != 0 ? 1 : 0, OnnxElementType.Bool)),
        ("Xor", node => Binary(node, (a, b) => a != 0 ^ b != 0 ? 1 : 0, OnnxElementType.Bool)),
        ("Where", Where),
        // (a, scale, zero point, b, scale, zero point, …)
        ("QLinearAdd QLinearMul", node => node.Set(node[0].Type, Broadcasting.Dims(node[0].Dims, node[3].Dims))),
        ("QuantizeLinear", node => node.Set(node.Optional(2)?.Type ?? OnnxElementType.UInt8, node[0].Dims)),
        ("DequantizeLinear", node => node.Set(node.Optional(1)?.Type ?? OnnxElementType.Float, node[0].Dims)),
        ("DynamicQuantizeLinear", DynamicQuantize),
    ];

    static void Unary(ShapedNode node, Func<double, double> fold) =>
        node.Set(0, node[0] with { Values = node[0].Values is { } values ? Array.ConvertAll(values, value => fold(value)) : null });

    static void CastTo(ShapedNode node, OnnxElementType type)
    {
        var values = node[0].Values;
        if (values is not null && type == OnnxElementType.Bool)
            values = Array.ConvertAll(values, value => value != 0 ? 1.0 : 0);
        else if (values is not null && !type.IsFloatingPoint())
            values = Array.ConvertAll(values, Math.Truncate);
        node.Set(0, new(type, node[0].Dims, values));
    }

    static void Dropout(ShapedNode node)
    {
        node.Set(0, node[0]);
        node.Set(1, new(OnnxElementType.Bool, node[0].Dims));
    }

    /// <summary>Two inputs or, for Sum, Min, Max and Mean, any number.</summary>
    static void Binary(ShapedNode node, Func<double, double, double>? fold, OnnxElementType? type = null)
    {
        var result = node[0];
        for (var i = 1; i < node.InputCount; i++)
        {
            var dims = Broadcasting.Dims(result.Dims, node[i].Dims);
            var values =
                fold is not null && Broadcasting.Values(result, dims) is { } a && Broadcasting.Values(node[i], dims) is { } b
                    ? a.Zip(b, fold).ToArray()
                    : null;
            result = new(result.Type, dims, values);
        }
        node.Set(0, result with { Type = type ?? result.Type });
    }

    static void Mod(ShapedNode node) =>
        Binary(
            node,
            (a, b) =>
                b == 0 ? throw new UnknownShapeException()
                : node.Int("fmod", 0) == 1 ? a % b
                : a - b * Math.Floor(a / b)
        );

    static void Where(ShapedNode node)
    {
        var dims = Broadcasting.Dims(Broadcasting.Dims(node[0].Dims, node[1].Dims), node[2].Dims);
        var values =
            Broadcasting.Values(node[0], dims) is { } condition
            && Broadcasting.Values(node[1], dims) is { } yes
            && Broadcasting.Values(node[2], dims) is { } no
                ? condition.Select((c, i) => c != 0 ? yes[i] : no[i]).ToArray()
                : null;
        node.Set(0, new(node[1].Type, dims, values));
    }

    static void DynamicQuantize(ShapedNode node)
    {
        node.Set(0, new(OnnxElementType.UInt8, node[0].Dims));
        node.Set(1, new(OnnxElementType.Float, []));
        node.Set(2, new(OnnxElementType.UInt8, []));
    }
}
