using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>Reads the structure of an ONNX file: the model and its functions.</summary>
/// <remarks>Fields that singular messages repeat are merged by one parser and replaced by another, so a repeated graph
/// or function is refused, not guessed at.</remarks>
internal sealed class OnnxFileReader
{
    readonly WireReader _wire;
    readonly ReadingBudget _budget;
    readonly GraphReader _graphs;

    OnnxFileReader(WireReader wire, ReadingBudget budget)
    {
        this._wire = wire;
        this._budget = budget;
        _graphs = new(wire, budget);
    }

    /// <exception cref="OnnxRefusalException">The bytes are not a model, or declare more than <paramref name="limits"/>
    /// allow.</exception>
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
        var end = _wire.Length;
        while (_wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Varint):
                    irVersion = (long)_wire.ReadVarint(end);
                    break;
                case (2, WireType.Bytes):
                    producer = _graphs.ReadText(end);
                    break;
                case (3, WireType.Bytes):
                    producerVersion = _graphs.ReadText(end);
                    break;
                case (7, WireType.Bytes):
                    if (graph is not null)
                        throw OnnxRefusalException.Invalid("The model has two graphs.");
                    graph = _graphs.ReadGraph(_wire.ReadEnd(end), depth: 1);
                    break;
                case (8, WireType.Bytes):
                    opsets.Add(ReadOpset(_wire.ReadEnd(end)));
                    break;
                case (25, WireType.Bytes):
                    var function = ReadFunction(_wire.ReadEnd(end));
                    if (!functions.TryAdd((function.Domain, function.Name), function))
                        throw OnnxRefusalException.Invalid($"The model defines the function '{function.Domain}.{function.Name}' twice.");
                    break;
                default:
                    _wire.Skip(type, end);
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
        return new(irVersion, producer, producerVersion, opsets, graph, functions, _budget.Nodes);
    }

    OnnxOpset ReadOpset(long end)
    {
        _budget.AddStructure(64);
        string domain = "";
        long version = 0;
        while (_wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    domain = OperatorDomains.Canonical(_graphs.ReadText(end));
                    break;
                case (2, WireType.Varint):
                    version = (long)_wire.ReadVarint(end);
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        return new(domain, version);
    }

    OnnxFunction ReadFunction(long end)
    {
        _budget.AddNode();
        string name = "",
            domain = "";
        List<string> inputs = [],
            outputs = [];
        var nodes = new List<OnnxNode>();
        var opsets = new List<OnnxOpset>();
        var defaults = new List<OnnxAttribute>();
        while (_wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    name = _graphs.ReadText(end);
                    break;
                case (4, WireType.Bytes):
                    inputs.Add(_graphs.ReadText(end));
                    break;
                case (5, WireType.Bytes):
                    outputs.Add(_graphs.ReadText(end));
                    break;
                case (7, WireType.Bytes):
                    nodes.Add(_graphs.ReadNode(_wire.ReadEnd(end), depth: 1));
                    break;
                case (9, WireType.Bytes):
                    opsets.Add(ReadOpset(_wire.ReadEnd(end)));
                    break;
                case (10, WireType.Bytes):
                    domain = OperatorDomains.Canonical(_graphs.ReadText(end));
                    break;
                case (11, WireType.Bytes):
                    defaults.Add(_graphs.ReadAttribute(_wire.ReadEnd(end), depth: 1));
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        return new(domain, name, inputs, outputs, nodes, opsets, defaults);
    }
}
