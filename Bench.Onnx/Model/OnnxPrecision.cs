namespace Bench.Onnx.Model;

/// <summary>In what numbers the model computes.</summary>
public enum OnnxPrecision
{
    Float32,
    Float16,

    /// <summary>Weights and activations in eight bits with scales fixed beforehand (QDQ or QLinear
    /// operators).</summary>
    Int8,

    /// <summary>Weights in eight bits, scales of the activations found as it runs (DynamicQuantizeLinear, Integer
    /// operators).</summary>
    Int8Dynamic,

    /// <summary>Weights in four bits, unpacked as it runs.</summary>
    Int4,
}
