namespace Bench.Onnx.Graphs;

/// <summary>An attribute of a node: whichever of its values the file gives.</summary>
internal sealed class OnnxAttribute
{
    public required string Name { get; init; }
    public float? Float { get; init; }
    public long? Int { get; init; }
    public string? Text { get; init; }
    public OnnxTensor? Tensor { get; init; }
    public OnnxGraph? Graph { get; init; }
    public IReadOnlyList<float> Floats { get; init; } = [];
    public IReadOnlyList<long> Ints { get; init; } = [];

    /// <summary>Inside a function: the attribute of the calling node that this one refers to.</summary>
    public string? Reference { get; init; }
}
