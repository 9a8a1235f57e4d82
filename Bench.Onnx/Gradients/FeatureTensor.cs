namespace Bench.Onnx.Gradients;

/// <summary>The last tensor of a classifier that still tells places of the picture apart: what global pooling, or
/// flattening, takes in.</summary>
/// <param name="Node">The node that makes it: its name, or the name of its output where it has none.</param>
/// <param name="Channels">Features of a place.</param>
/// <param name="Height">Places from top to bottom.</param>
/// <param name="Width">Places from left to right.</param>
public sealed record FeatureTensor(string Node, int Channels, int Height, int Width);
