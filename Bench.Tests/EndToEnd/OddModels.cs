using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Workers.Attacks;

namespace Bench.Tests.EndToEnd;

/// <summary>Models over pictures of 8 × 8 colours that are one linear function, written in ways that people's exports have.</summary>
static class OddModels
{
    public const int Side = 8,
        Pixels = 3 * Side * Side;

    /// <summary>The function's scores as they are.</summary>
    public static byte[] Plain(LinearTarget linear, object? batch = null) => Ending(linear, batch);

    /// <summary>Scores, and what a tail makes of them.</summary>
    /// <param name="linear">The function.</param>
    /// <param name="batch">Pictures at once; null for any number.</param>
    /// <param name="tail">Nodes from <c>scores</c> to <c>logits</c>; null for the scores themselves.</param>
    public static byte[] Ending(LinearTarget linear, object? batch = null, Action<OnnxModelBuilder>? tail = null)
    {
        var model = new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, batch ?? "N", 3, Side, Side)
            .Node("Flatten", ["pixels"], ["flat"]);
        Dense(model, linear, tail is null ? "logits" : "scores");
        tail?.Invoke(model);
        return model.Output("logits", OnnxElementType.Float, batch ?? "N", linear.Classes).ToArray();
    }

    /// <summary>The picture by way of some nodes, then the scores.</summary>
    public static byte[] Beginning(LinearTarget linear, Action<OnnxModelBuilder> head)
    {
        var model = new OnnxModelBuilder().Input("pixels", OnnxElementType.Float, "N", 3, Side, Side);
        head(model);
        Dense(model.Node("Flatten", ["seen"], ["flat"]), linear, "logits");
        return model.Output("logits", OnnxElementType.Float, "N", linear.Classes).ToArray();
    }

    public static byte[] ChannelsLast(LinearTarget linear)
    {
        var model = new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", Side, Side, 3)
            .Node("Transpose", ["pixels"], ["turned"], OnnxModelBuilder.Attribute("perm", [0L, 3, 1, 2]))
            .Node("Flatten", ["turned"], ["flat"]);
        Dense(model, linear, "logits");
        return model.Output("logits", OnnxElementType.Float, "N", linear.Classes).ToArray();
    }

    public static byte[] Half(LinearTarget linear) =>
        new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float16, "N", 3, Side, Side)
            .Node("Flatten", ["pixels"], ["flat"])
            .Initializer<Half>("weights", Array.ConvertAll(linear.Weights, weight => (Half)weight), linear.Classes, Pixels)
            .Initializer<Half>("bias", Array.ConvertAll(linear.Bias, weight => (Half)weight), linear.Classes)
            .Node("Gemm", ["flat", "weights", "bias"], ["logits"], OnnxModelBuilder.Attribute("transB", 1L))
            .Output("logits", OnnxElementType.Float16, "N", linear.Classes)
            .ToArray();

    /// <summary>Two more outputs, before and behind the scores.</summary>
    public static byte[] SeveralOutputs(LinearTarget linear)
    {
        var model = new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", 3, Side, Side)
            .Node("Flatten", ["pixels"], ["flat"])
            .Output("flat", OnnxElementType.Float, "N", Pixels);
        Dense(model, linear, "logits");
        return model
            .Output("logits", OnnxElementType.Float, "N", linear.Classes)
            .Node("Neg", ["logits"], ["auxiliary"])
            .Output("auxiliary", OnnxElementType.Float, "N", linear.Classes)
            .ToArray();
    }

    /// <summary>Weights and scores between QuantizeLinear and DequantizeLinear.</summary>
    public static byte[] Quantised(LinearTarget linear)
    {
        var scale = linear.Weights.Max(Math.Abs) / 127;
        return new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", 3, Side, Side)
            .Initializer<float>("inputScale", [1 / 255f])
            .Initializer<byte>("inputZero", [0])
            .Node("QuantizeLinear", ["pixels", "inputScale", "inputZero"], ["levels"])
            .Node("DequantizeLinear", ["levels", "inputScale", "inputZero"], ["seen"])
            .Node("Flatten", ["seen"], ["flat"])
            .Initializer<sbyte>(
                "levelsOfWeights",
                Array.ConvertAll(linear.Weights, weight => (sbyte)Math.Round(weight / scale)),
                linear.Classes,
                Pixels
            )
            .Initializer<float>("weightScale", [scale])
            .Initializer<sbyte>("weightZero", [0])
            .Node("DequantizeLinear", ["levelsOfWeights", "weightScale", "weightZero"], ["weights"])
            .Initializer<float>("bias", linear.Bias, linear.Classes)
            .Node("Gemm", ["flat", "weights", "bias"], ["logits"], OnnxModelBuilder.Attribute("transB", 1L))
            .Output("logits", OnnxElementType.Float, "N", linear.Classes)
            .ToArray();
    }

    static void Dense(OnnxModelBuilder model, LinearTarget linear, string to) =>
        model
            .Initializer<float>("weights", linear.Weights, linear.Classes, Pixels)
            .Initializer<float>("bias", linear.Bias, linear.Classes)
            .Node("Gemm", ["flat", "weights", "bias"], [to], OnnxModelBuilder.Attribute("transB", 1L));
}
