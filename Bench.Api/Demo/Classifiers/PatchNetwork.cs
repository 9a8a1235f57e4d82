using Bench.Onnx.Admission;
using Bench.Onnx.Model;

namespace Bench.Api.Demo.Classifiers;

/// <summary>A patch bank and the linear layer over it as an ONNX graph: Conv, Relu, AveragePool, Flatten,
/// Gemm.</summary>
internal static class PatchNetwork
{
    /// <summary>Bytes of a model with input <c>pixels</c> [N, 3, Side, Side] and output <c>logits</c> [N,
    /// classes].</summary>
    public static byte[] Write(PatchBank bank, RidgeRegression linear)
    {
        var classes = linear.Bias.Length;
        long[] pool = [bank.Pool, bank.Pool];
        return new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", 3, TrainingPicture.Side, TrainingPicture.Side)
            .Output("logits", OnnxElementType.Float, "N", classes)
            .Initializer<float>("patches", bank.Weights, bank.Filters, 3, bank.Patch, bank.Patch)
            .Initializer<float>("thresholds", bank.Bias, bank.Filters)
            .Initializer<float>("weights", linear.Weights, classes, bank.FeatureCount)
            .Initializer<float>("bias", linear.Bias, classes)
            .Node(
                "Conv",
                ["pixels", "patches", "thresholds"],
                ["matches"],
                OnnxModelBuilder.Attribute("strides", [bank.Stride, bank.Stride])
            )
            .Node("Relu", ["matches"], ["rectified"])
            .Node(
                "AveragePool",
                ["rectified"],
                ["cells"],
                OnnxModelBuilder.Attribute("kernel_shape", pool),
                OnnxModelBuilder.Attribute("strides", pool)
            )
            .Node("Flatten", ["cells"], ["features"])
            .Node("Gemm", ["features", "weights", "bias"], ["logits"], OnnxModelBuilder.Attribute("transB", 1L))
            .ToArray();
    }
}
