namespace Bench.Onnx.Model;

/// <summary>The scale of an output's numbers, read from the operators that make them.</summary>
public enum OnnxOutputScale
{
    /// <summary>Nothing in the graph says otherwise; rows of numbers may.</summary>
    Logits,

    /// <summary>A Softmax makes them.</summary>
    Probabilities,

    /// <summary>A LogSoftmax makes them.</summary>
    LogProbabilities,

    /// <summary>A Sigmoid makes each of them by itself.</summary>
    Sigmoid,
}
