namespace Bench.Onnx.Model;

/// <summary>A declared input or output. <paramref name="Dimensions"/> is null where the model leaves the shape
/// open.</summary>
public sealed record OnnxValue(string Name, OnnxElementType Type, IReadOnlyList<OnnxDimension>? Dimensions)
{
    public override string ToString() =>
        $"'{Name}' {Type.ToString().ToLowerInvariant()}[{(Dimensions is null ? "…" : string.Join(", ", Dimensions))}]";
}
