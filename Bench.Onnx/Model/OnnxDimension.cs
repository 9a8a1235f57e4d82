namespace Bench.Onnx.Model;

/// <summary>One dimension of an input or output: a number, a name, or neither.</summary>
public readonly record struct OnnxDimension(long? Size, string? Symbol)
{
    public override string ToString() => Size?.ToString() ?? (string.IsNullOrEmpty(Symbol) ? "?" : Symbol);
}
