namespace Bench.Onnx.Model;

/// <summary>What the numbers of an output are, read from the operator that makes them.</summary>
public enum OnnxOutputScale
{
    Logits,

    /// <summary>A Softmax makes them.</summary>
    Probabilities,

    /// <summary>A LogSoftmax makes them.</summary>
    LogProbabilities,
}
