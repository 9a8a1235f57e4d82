using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>Reads the structure of an ONNX file: the model and its functions.</summary>
/// <remarks>Fields that singular messages repeat are merged by one parser and replaced by another, so a repeated graph or function is
/// refused, not guessed at.</remarks>
internal sealed class OnnxFileReader
{
    readonly WireReader wire;
    readonly ReadingBudget budget;
    readonly GraphReader graphs;

    OnnxFileReader(WireReader wire, ReadingBudget budget)
    {
        this.wire = wire;
        this.budget = budget;
        graphs = new(wire, budget);
    }

    /// <exception cref="OnnxRefusalException">The bytes are not a model, or declare more than <paramref name="limits"/> allow.</exception>
    public static OnnxFile Read(Stream stream, OnnxLimits limits, CancellationToken cancellationToken) =>
        new OnnxFileReader(new WireReader(stream, cancellationToken), new ReadingBudget(limits)).ReadModel();

    OnnxFile ReadModel()
    {
        long irVersion = 0;
        string producer = "",
            producerVersion = "";
        OnnxGraph? graph = null;
        var opsets = new List<OnnxOpset>();
        var functions = new Dictionary<(string, string), OnnxFunction>();
        var end = wire.Length;
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Varint):
                    irVersion = (long)wire.ReadVarint(end);
                    break;
                case (2, WireType.Bytes):
                    producer = graphs.ReadText(end);
                    break;
                case (3, WireType.Bytes):
                    producerVersion = graphs.ReadText(end);
                    break;
                case (7, WireType.Bytes):
                    if (graph is not null)
                        throw OnnxRefusalException.Invalid("The model has two graphs.");
                    graph = graphs.ReadGraph(wire.ReadEnd(end), depth: 1);
                    break;
                case (8, WireType.Bytes):
                    opsets.Add(ReadOpset(wire.ReadEnd(end)));
                    break;
                case (25, WireType.Bytes):
                    var function = ReadFunction(wire.ReadEnd(end));
                    if (!functions.TryAdd((function.Domain, function.Name), function))
                        throw OnnxRefusalException.Invalid($"The model defines the function '{function.Domain}.{function.Name}' twice.");
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        if (graph is null || irVersion is < 1 or > 1000)
            throw OnnxRefusalException.Invalid(
                graph is null
                    ? "The file is not an ONNX model: it has no graph."
                    : $"The file is not an ONNX model: its format version is {irVersion}."
            );
        if (graph.Nodes.Count == 0)
            throw OnnxRefusalException.Invalid("The model's graph has no nodes.");
        return new(irVersion, producer, producerVersion, opsets, graph, functions, budget.Nodes);
    }

    OnnxOpset ReadOpset(long end)
    {
        budget.AddStructure(64);
        string domain = "";
        long version = 0;
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    domain = OperatorDomains.Canonical(graphs.ReadText(end));
                    break;
                case (2, WireType.Varint):
                    version = (long)wire.ReadVarint(end);
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        return new(domain, version);
    }

    OnnxFunction ReadFunction(long end)
    {
        budget.AddNode();
        string name = "",
            domain = "";
        List<string> inputs = [],
            outputs = [];
        var nodes = new List<OnnxNode>();
        var opsets = new List<OnnxOpset>();
        var defaults = new List<OnnxAttribute>();
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    name = graphs.ReadText(end);
                    break;
                case (4, WireType.Bytes):
                    inputs.Add(graphs.ReadText(end));
                    break;
                case (5, WireType.Bytes):
                    outputs.Add(graphs.ReadText(end));
                    break;
                case (7, WireType.Bytes):
                    nodes.Add(graphs.ReadNode(wire.ReadEnd(end), depth: 1));
                    break;
                case (9, WireType.Bytes):
                    opsets.Add(ReadOpset(wire.ReadEnd(end)));
                    break;
                case (10, WireType.Bytes):
                    domain = OperatorDomains.Canonical(graphs.ReadText(end));
                    break;
                case (11, WireType.Bytes):
                    defaults.Add(graphs.ReadAttribute(wire.ReadEnd(end), depth: 1));
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        return new(domain, name, inputs, outputs, nodes, opsets, defaults);
    }
}
