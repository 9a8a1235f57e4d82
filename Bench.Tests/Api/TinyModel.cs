using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Onnx;

namespace Bench.Tests.Api;

/// <summary>The least that is a classifier: the mean of each channel, times a matrix.</summary>
static class TinyModel
{
    /// <param name="classes">Width of the output.</param>
    /// <param name="seed">Another seed, another model.</param>
    /// <param name="side">Of its pictures; 224 is what a manifest without preprocessing means.</param>
    public static byte[] Create(int classes, int seed = 0, int side = 8) =>
        Builder(classes, seed).Input("input", OnnxElementType.Float, "N", 3, side, side).ToArray();

    /// <summary>With these weights, a row for each channel.</summary>
    public static byte[] Of(float[] weights) =>
        Head()
            .Input("input", OnnxElementType.Float, "N", 3, 8, 8)
            .Initializer<float>("w", weights, 3, weights.Length / 3)
            .Node("MatMul", ["flat", "w"], ["output"])
            .Output("output", OnnxElementType.Float, "N", weights.Length / 3)
            .ToArray();

    /// <summary>The same without its image input: it takes a row of numbers.</summary>
    public static byte[] WithoutImageInput() =>
        new OnnxModelBuilder()
            .Input("input", OnnxElementType.Float, "N", 3)
            .Initializer<float>("w", new float[30], 3, 10)
            .Output("output", OnnxElementType.Float, "N", 10)
            .Node("MatMul", ["input", "w"], ["output"])
            .ToArray();

    public static byte[] WithTwoInputs() =>
        Builder(10, 0).Input("input", OnnxElementType.Float, "N", 3, 8, 8).Input("second", OnnxElementType.Float, "N", 3, 8, 8).ToArray();

    public static byte[] WithUnknownOperator() => Around("", "Quux");

    public static byte[] WithCustomDomain() => Around("com.example", "Relu");

    public static byte[] WithNotANumber(int classes, int side = 8)
    {
        var weights = new float[3 * classes];
        Array.Fill(weights, float.NaN);
        return Head()
            .Input("input", OnnxElementType.Float, "N", 3, side, side)
            .Initializer<float>("w", weights, 3, classes)
            .Node("MatMul", ["flat", "w"], ["output"])
            .Output("output", OnnxElementType.Float, "N", classes)
            .ToArray();
    }

    /// <param name="location">Where the weights are said to lie.</param>
    public static byte[] WithExternalData(string location) =>
        Head()
            .Input("input", OnnxElementType.Float, "N", 3, 8, 8)
            .Output("output", OnnxElementType.Float, "N", 10)
            .Node("MatMul", ["flat", "w"], ["output"])
            .ToArray()
            .WithExternal("w", location, 0, 120, 3, 10);

    static byte[] Around(string domain, string op)
    {
        var builder = Builder(10, 0, "scores").Input("input", OnnxElementType.Float, "N", 3, 8, 8);
        if (domain.Length > 0)
            builder.Opset(domain, 1);
        return builder.Output("output", OnnxElementType.Float, "N", 10).Node(domain, op, ["scores"], ["output"]).ToArray();
    }

    static OnnxModelBuilder Builder(int classes, int seed, string output = "output")
    {
        var random = new Random(seed);
        var weights = new float[3 * classes];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = random.NextSingle() - 0.5f;
        var builder = Head().Initializer<float>("w", weights, 3, classes).Node("MatMul", ["flat", "w"], [output]);
        return output == "output" ? builder.Output(output, OnnxElementType.Float, "N", classes) : builder;
    }

    static OnnxModelBuilder Head() =>
        new OnnxModelBuilder().Node("GlobalAveragePool", ["input"], ["pooled"]).Node("Flatten", ["pooled"], ["flat"]);
}
