namespace Bench.Onnx.Model;

/// <summary>An admitted model as its file describes it. Nothing in it has been run.</summary>
/// <remarks>
/// <c>Inputs</c> leave out those that are only defaults for initialisers. <c>ClassOutputs</c> are the outputs that
/// could hold a number per class, in the model's order; at least one. <c>Operators</c> counts the main graph's nodes by
/// type. <c>FileBytes</c> is the size of the .onnx file, <c>ExternalBytes</c> that of the data files it uses.
/// </remarks>
public sealed record OnnxModel(
    long IrVersion,
    string Producer,
    string ProducerVersion,
    IReadOnlyList<OnnxOpset> Opsets,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    OnnxImageInput ImageInput,
    IReadOnlyList<OnnxClassOutput> ClassOutputs,
    OnnxPrecision Precision,
    OnnxCost Cost,
    int NodeCount,
    IReadOnlyDictionary<string, int> Operators,
    long FileBytes,
    long ExternalBytes
)
{
    /// <summary>Operators on the way from the picture to the answer that are in training mode, as messages name
    /// them.</summary>
    public IReadOnlyList<string> TrainingOperators { get; init; } = [];

    /// <summary>What the graph does to its input before anything else; null for nothing that goes by
    /// channels.</summary>
    public OnnxInputScale? InputScale { get; init; }
}
