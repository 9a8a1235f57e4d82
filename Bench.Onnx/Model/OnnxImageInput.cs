namespace Bench.Onnx.Model;

/// <summary>The input that takes the pictures.</summary>
/// <remarks><c>Type</c> is float, float16 or uint8. <c>Batch</c> is the number of pictures at once where the graph
/// fixes it, else null; height and width likewise.</remarks>
public sealed record OnnxImageInput(string Name, OnnxElementType Type, OnnxImageLayout Layout, int? Batch, int? Height, int? Width);
