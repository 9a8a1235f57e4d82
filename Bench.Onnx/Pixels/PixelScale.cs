namespace Bench.Onnx.Pixels;

/// <summary>The way from a pixel's levels to the input: (level / <paramref name="Divisor"/> − mean) / std in single
/// precision, for each of the model's channels.</summary>
/// <param name="Mean">Three numbers in the model's channel order.</param>
/// <param name="Std">Likewise.</param>
/// <param name="Reversed">Whether the model's channels are blue, green, red.</param>
public sealed record PixelScale(float Divisor, IReadOnlyList<float> Mean, IReadOnlyList<float> Std, bool Reversed);
