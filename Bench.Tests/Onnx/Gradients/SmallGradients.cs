using Bench.Onnx.Gradients;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>Gradients of models in memory.</summary>
static class SmallGradients
{
    public static GradientResult Build(
        byte[] model,
        OnnxImageInput image,
        string output,
        bool classMap = false,
        bool probabilities = false,
        bool sigmoid = false
    ) =>
        OnnxGradient.Build(
            ModelProto.Parser.ParseFrom(model),
            image,
            output,
            batch: 1,
            height: 6,
            width: 6,
            new OnnxLimits(),
            CancellationToken.None,
            classMap,
            probabilities,
            sigmoid
        );

    public static IEnumerable<string> Operators(byte[] model) => ModelProto.Parser.ParseFrom(model).Graph.Node.Select(node => node.OpType);
}
