using Bench.Onnx.Admission;
using Bench.Onnx.Model;

namespace Bench.Tests.Onnx;

/// <summary>Three real models: half precision, quantised beforehand, quantised as it runs.</summary>
public sealed class RealGraphTests
{
    [Fact]
    public void SqueezeNet_in_half_precision_is_described()
    {
        var model = Inspect("SqueezeNet_fp16");

        // Initialisers are listed among its inputs, as format version 3 wants.
        model.Inputs.Select(input => input.ToString()).ShouldBe(["'data_0' float16[1, 3, 224, 224]"]);
        model.ImageInput.ShouldBe(new("data_0", OnnxElementType.Float16, OnnxImageLayout.Nchw, 1, 224, 224));
        model.ClassOutputs.ShouldBe([new("softmaxout_1", OnnxElementType.Float16, 1000, OnnxOutputScale.Probabilities)]);
        model.Precision.ShouldBe(OnnxPrecision.Float16);
        model.Opsets.ShouldBe([new("", 7)]);
        model.Cost.Parameters.ShouldBe(1_235_496);
        model.Cost.Weights.ShouldBe([new(OnnxElementType.Float16, 1_235_496, 1_235_496 * 16)]);
        model.Cost.Uncounted.ShouldBeEmpty();
    }

    [Fact]
    public void MobileNet_quantised_beforehand_is_described()
    {
        var model = Inspect("mobilenetv2_int8_static");

        model.ImageInput.ShouldBe(new("input", OnnxElementType.Float, OnnxImageLayout.Nchw, null, 224, 224));
        model.ClassOutputs.ShouldBe([new("output", OnnxElementType.Float, 1000, OnnxOutputScale.Logits)]);
        model.Precision.ShouldBe(OnnxPrecision.Int8);
        // 3,504,872 published, less 17,056 channels whose batch normalisation is folded; scales and zero points are no parameters.
        model.Cost.Parameters.ShouldBe(3_487_816);
        model.Cost.Weights.ShouldBe([
            new(OnnxElementType.UInt8, 3_469_760, 3_469_760 * 8),
            new(OnnxElementType.Int32, 18_056, 18_056 * 32),
        ]);
        (model.Cost.MultiplyAccumulates / 1e9).ShouldBe(0.30, 0.009);
        model.Cost.Uncounted.ShouldBeEmpty();
    }

    [Fact]
    public void MobileNet_quantised_as_it_runs_is_described()
    {
        var model = Inspect("mobilenetv2_int8_broken");

        model.Precision.ShouldBe(OnnxPrecision.Int8Dynamic);
        model.Cost.Parameters.ShouldBe(3_487_816);
        (model.Cost.MultiplyAccumulates / 1e9).ShouldBe(0.30, 0.009);
        model.Cost.Uncounted.ShouldBeEmpty();
    }

    static OnnxModel Inspect(string name)
    {
        var result = OnnxAdmission.Inspect(SharedFolder.Require($"models/{name}.onnx"), new OnnxLimits(), CancellationToken.None);
        result.Problem.ShouldBeNull();
        return result.Model!;
    }
}
