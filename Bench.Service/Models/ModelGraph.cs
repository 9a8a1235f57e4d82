namespace Bench.Service.Models;

/// <summary>What a model's file says of itself; nothing in it has been run.</summary>
/// <param name="Producer">The exporter and its version.</param>
/// <param name="Opsets">Operator sets by domain; the empty domain is ONNX's own.</param>
/// <param name="Input">The input that takes the pictures.</param>
/// <param name="Outputs">Outputs that could hold a number for each class.</param>
/// <param name="Nodes">Number of operators.</param>
/// <param name="Parameters">Elements of weights.</param>
/// <param name="Macs">Multiply-accumulates for one image.</param>
/// <param name="Precision">fp32, fp16, int8 or mixed.</param>
/// <param name="Weights">How the weights are stored.</param>
/// <param name="Uncounted">Operators that the multiply-accumulates leave out because nothing is known about
/// them.</param>
/// <param name="ExternalBytes">Bytes of external data next to the .onnx file.</param>
/// <param name="Operators">Nodes of the main graph by type; null for a model that was uploaded before they were
/// counted.</param>
/// <param name="Embedding">The class embeddings that came with it; null for a model that gives class scores.</param>
public sealed record ModelGraph(
    string Producer,
    IReadOnlyDictionary<string, long> Opsets,
    GraphInput Input,
    IReadOnlyList<GraphOutput> Outputs,
    int Nodes,
    long Parameters,
    long Macs,
    string Precision,
    IReadOnlyList<GraphWeights> Weights,
    IReadOnlyList<string> Uncounted,
    long ExternalBytes,
    IReadOnlyDictionary<string, int>? Operators = null,
    GraphEmbedding? Embedding = null
);

/// <param name="Name">Of the input.</param>
/// <param name="Type">float, float16 or uint8.</param>
/// <param name="Layout">nchw or nhwc.</param>
/// <param name="Batch">Pictures at once where the graph fixes it; null for any number.</param>
/// <param name="Height">Null for any.</param>
/// <param name="Width">Null for any.</param>
public sealed record GraphInput(string Name, string Type, string Layout, int? Batch, int? Height, int? Width);

/// <param name="Name">Of the output.</param>
/// <param name="Type">Element type.</param>
/// <param name="Width">Values of one row; null where only a run will tell.</param>
/// <param name="Scale">What the graph says the values are.</param>
public sealed record GraphOutput(string Name, string Type, int? Width, string Scale);

/// <param name="Type">Element type.</param>
/// <param name="Elements">How many.</param>
public sealed record GraphWeights(string Type, long Elements);

/// <param name="Classes">Rows of the matrix.</param>
/// <param name="Width">Values of one embedding.</param>
/// <param name="Sha256">Of the matrix's file.</param>
public sealed record GraphEmbedding(int Classes, int Width, string Sha256);
