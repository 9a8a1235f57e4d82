using Bench.Onnx.Model;

namespace Bench.Onnx.Graphs;

/// <summary>A stored tensor without its bytes.</summary>
/// <remarks><c>Values</c> are the numbers themselves where they are few enough to be a shape or a parameter of an
/// operator; whole numbers beyond 2^53 are rounded.</remarks>
internal sealed record OnnxTensor(
    string Name,
    OnnxElementType Type,
    long[] Dims,
    long Elements,
    double[]? Values,
    OnnxExternalData? External
);
