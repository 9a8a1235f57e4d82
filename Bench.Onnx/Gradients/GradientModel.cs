namespace Bench.Onnx.Gradients;

/// <summary>A model and its derivative in one graph: (picture, seed [N, classes]) to (logits [N, classes], Jᵀ·seed in
/// the picture's shape), all single precision.</summary>
/// <remarks>
/// J is the Jacobian of the logits, so a seed that is the gradient of a loss over the logits gives the loss's gradient
/// over the picture. <c>Bytes</c> is an ONNX model of standard operators; <c>Image</c>, <c>Seed</c>, <c>Logits</c> and
/// <c>Gradient</c> name its inputs and outputs. With <c>Features</c> the second output is a map of them, [N, height,
/// width], in place of the gradient over the picture.
/// </remarks>
public sealed record GradientModel(
    byte[] Bytes,
    string Image,
    string Seed,
    string Logits,
    string Gradient,
    int Batch,
    int Height,
    int Width,
    int Classes,
    FeatureTensor? Features = null
);
