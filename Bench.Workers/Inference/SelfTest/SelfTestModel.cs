using Bench.Onnx.Admission;
using Bench.Onnx.Model;

namespace Bench.Workers.Inference.SelfTest;

/// <summary>A built-in model whose answer is known: a convolution, a mean and a matrix product, so that a GPU's cuDNN
/// and cuBLAS both have a part in it.</summary>
internal static class SelfTestModel
{
    public const string Input = "pixels",
        Output = "scores";
    public const int Side = 32,
        Classes = 8;

    const int Channels = 3,
        Filters = 4,
        Kernel = 3;

    static readonly float[] Filter = [.. Enumerable.Range(0, Filters * Channels * Kernel * Kernel).Select(i => MathF.Sin(i + 1))];
    static readonly float[] Weights = [.. Enumerable.Range(0, Filters * Classes).Select(i => MathF.Cos(i + 1))];

    public static void Save(string path) =>
        new OnnxModelBuilder()
            .Input(Input, OnnxElementType.Float, "N", Channels, Side, Side)
            .Output(Output, OnnxElementType.Float, "N", Classes)
            .Initializer<float>("filter", Filter, Filters, Channels, Kernel, Kernel)
            .Initializer<float>("weights", Weights, Filters, Classes)
            .Node("Conv", [Input, "filter"], ["filtered"])
            .Node("Relu", ["filtered"], ["positive"])
            .Node("GlobalAveragePool", ["positive"], ["means"])
            .Node("Flatten", ["means"], ["flat"])
            .Node("MatMul", ["flat", "weights"], [Output])
            .Save(path);

    /// <summary>Its answer for a picture, computed on the CPU in double precision.</summary>
    /// <param name="pixels">Side × Side × 3 bytes, row by row; the model sees them divided by 255.</param>
    /// <returns>A score for each class.</returns>
    public static double[] Answer(ReadOnlySpan<byte> pixels)
    {
        const int Places = Side - Kernel + 1;
        var scores = new double[Classes];
        for (var filter = 0; filter < Filters; filter++)
        {
            double sum = 0;
            for (var y = 0; y < Places; y++)
            for (var x = 0; x < Places; x++)
                sum += Math.Max(0, At(pixels, filter, y, x));
            for (var c = 0; c < Classes; c++)
                scores[c] += sum / (Places * Places) * Weights[filter * Classes + c];
        }
        return scores;
    }

    static double At(ReadOnlySpan<byte> pixels, int filter, int y, int x)
    {
        double sum = 0;
        for (var channel = 0; channel < Channels; channel++)
        for (var j = 0; j < Kernel; j++)
        for (var i = 0; i < Kernel; i++)
            sum +=
                Filter[((filter * Channels + channel) * Kernel + j) * Kernel + i]
                * (pixels[((y + j) * Side + x + i) * 3 + channel] / 255.0);
        return sum;
    }
}
