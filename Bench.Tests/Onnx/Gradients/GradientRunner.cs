using Bench.Onnx.Gradients;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>Runs a model with its reverse pass.</summary>
sealed class GradientRunner : IDisposable
{
    readonly GradientModel _model;
    readonly InferenceSession _session;

    public GradientRunner(GradientModel model)
    {
        _model = model;
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(model.Bytes, options);
    }

    public GradientModel Model => _model;

    public (float[] Logits, float[] Gradient) Run(float[] image, float[] seed)
    {
        using var imageValue = OrtValue.CreateTensorValueFromMemory(
            image,
            [.. _session.InputMetadata[_model.Image].Dimensions.Select(dim => (long)dim)]
        );
        using var seedValue = OrtValue.CreateTensorValueFromMemory(seed, [_model.Batch, _model.Classes]);
        using var run = new RunOptions();
        using var outputs = _session.Run(run, [_model.Image, _model.Seed], [imageValue, seedValue], [_model.Logits, _model.Gradient]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }

    public void Dispose() => _session.Dispose();
}
