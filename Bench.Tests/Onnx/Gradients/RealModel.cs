using System.Globalization;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Bench.Imaging.Tensors;
using Bench.Onnx.Admission;
using Bench.Onnx.Gradients;
using Bench.Onnx.Model;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>One of the shared real models as it is served, with the contract that its weights were trained under, and photographs with
/// their labels.</summary>
sealed class RealModel : IDisposable
{
    readonly InferenceSession _session;
    readonly RunOptions _run = new();

    public RealModel(string name)
    {
        Path = SharedFolder.Require($"models/{name}.onnx");
        Admitted = OnnxAdmission.Inspect(Path, new OnnxLimits(), TestContext.Current.CancellationToken).Model!;
        Contract = name.StartsWith("SqueezeNet", StringComparison.Ordinal)
            ? new Preprocessing
            {
                Mean = new(103.939, 116.779, 123.68),
                Std = new(1, 1, 1),
                ChannelOrder = ChannelOrder.Bgr,
                ValueRange = ValueRange.Byte,
            }
            : new Preprocessing();
        Output = Admitted.ClassOutputs.First(output => output.Width == 1000);
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(Path, options);
    }

    public string Path { get; }

    public OnnxModel Admitted { get; }

    public OnnxClassOutput Output { get; }

    public Preprocessing Contract { get; }

    /// <summary>Photographs as crops of bytes, each with its class.</summary>
    public IEnumerable<(byte[] Crop, int Label)> Photographs(int count)
    {
        var geometry = Geometry.Of(Contract);
        var cropper = new PictureCropper(geometry);
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        foreach (var line in File.ReadLines(SharedFolder.Require("reference/mobilenetv2_int8_static.top5.csv")).Skip(1).Take(count))
        {
            var fields = line.Split(',');
            var (picture, crop) = (new Picture(), new byte[geometry.CropBytes]);
            decoder.Decode(File.ReadAllBytes(SharedFolder.Require($"images/real/{fields[0]}")), fields[0], picture);
            cropper.Crop(picture, crop);
            yield return (crop, int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A crop as the model's input, in single precision.</summary>
    public float[] Input(byte[] crop)
    {
        var input = new float[crop.Length];
        new TensorFill(Contract, Admitted.ImageInput.Layout == OnnxImageLayout.Nchw ? TensorLayout.Nchw : TensorLayout.Nhwc).Fill(
            crop,
            input.AsSpan()
        );
        return input;
    }

    public GradientResult Gradient(int batch = 1) =>
        OnnxGradient.Build(
            Path,
            Admitted.ImageInput,
            Output.Name,
            batch,
            224,
            224,
            new OnnxLimits(),
            TestContext.Current.CancellationToken
        );

    /// <summary>What the served model says: logits, or the logarithms of its probabilities.</summary>
    public float[] Logits(float[] input)
    {
        var half = Admitted.ImageInput.Type == OnnxElementType.Float16;
        long[] shape = [input.Length / (3 * 224 * 224), 3, 224, 224];
        using var value = half
            ? OrtValue.CreateTensorValueFromMemory([.. input.Select(x => (Float16)x)], shape)
            : OrtValue.CreateTensorValueFromMemory(input, shape);
        using var outputs = _session.Run(_run, [Admitted.ImageInput.Name], [value], [Output.Name]);
        float[] scores = half
            ? [.. outputs[0].GetTensorDataAsSpan<Float16>().ToArray().Select(x => (float)x)]
            : outputs[0].GetTensorDataAsSpan<float>().ToArray();
        return Output.Scale == OnnxOutputScale.Probabilities ? [.. scores.Select(p => MathF.Log(MathF.Max(p, 6e-8f)))] : scores;
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
