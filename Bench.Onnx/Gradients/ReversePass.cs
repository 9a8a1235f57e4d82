using Bench.Onnx.Gradients.Rules;
using Bench.Onnx.Graphs;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using Bench.Onnx.Shapes;

namespace Bench.Onnx.Gradients;

/// <summary>Reverse-mode differentiation of a graph: from the logits back to the picture, one rule a node, gradients
/// that meet added.</summary>
internal sealed class ReversePass
{
    readonly GraphProto _graph;
    readonly OnnxGraph _structure;
    readonly IReadOnlyDictionary<string, TensorFact> _facts;
    readonly long _opset;
    readonly GraphEmitter _emitter;
    readonly HashSet<string> _active = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<string>> _gradients = new(StringComparer.Ordinal);
    readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    public ReversePass(
        GraphProto graph,
        OnnxGraph structure,
        IReadOnlyDictionary<string, TensorFact> facts,
        long opset,
        GraphEmitter emitter
    )
    {
        this._graph = graph;
        this._structure = structure;
        this._facts = facts;
        this._opset = opset;
        this._emitter = emitter;
    }

    /// <summary>Operators on the way that have no rule, or whose shapes or parameters the graph alone does not
    /// tell.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>The gradient of <paramref name="image"/> where <paramref name="seed"/> is that of
    /// <paramref name="logits"/>; null where an operator is missing or nothing leads back.</summary>
    public string? Run(string image, string logits, string seed)
    {
        Activate(image);
        _gradients[logits] = [seed];
        for (var i = _structure.Nodes.Count - 1; i >= 0; i--)
            Visit(_structure.Nodes[i], _graph.Node[i]);
        return _missing.Count == 0 ? Take(image) : null;
    }

    /// <summary>Marks what the picture reaches by way of numbers that vary smoothly: a shape, a comparison or an index
    /// ends the way.</summary>
    void Activate(string image)
    {
        _active.Add(image);
        foreach (var node in _structure.Nodes)
            if (!GradientRules.IsFlat(node.Operator) && node.Inputs.Any(_active.Contains))
                foreach (var output in node.Outputs)
                    if (output.Length > 0 && _facts.GetValueOrDefault(output)?.Type is null or OnnxElementType.Float)
                        _active.Add(output);
    }

    void Visit(OnnxNode node, NodeProto proto)
    {
        if (!node.Inputs.Any(_active.Contains))
            return;
        var upstream = node.Outputs.Select(output => _active.Contains(output) ? Take(output) : null).ToArray();
        if (upstream.All(gradient => gradient is null))
            return;
        if (GradientRules.Find(node) is not { } rule)
        {
            _missing.Add(node.Domain.Length == 0 ? node.Operator : $"{node.Domain}.{node.Operator}");
            // What lies before it is visited all the same, for its names: the pass as a whole is given up.
            for (var i = 0; i < node.Inputs.Count; i++)
                if (_active.Contains(node.Inputs[i]))
                    Meet(node, i, upstream.First(gradient => gradient is not null));
            return;
        }
        var shaped = new ShapedNode(
            node,
            [.. node.Inputs.Select(_facts.GetValueOrDefault)],
            _opset,
            new Dictionary<string, OnnxAttribute>()
        );
        var view = new GradientNode(
            shaped,
            proto,
            [.. node.Outputs.Select(_facts.GetValueOrDefault)],
            upstream,
            [.. node.Inputs.Select(_active.Contains)],
            _emitter
        );
        try
        {
            rule(view);
        }
        catch (Exception exception) when (ShapeFaults.Include(exception))
        {
            _missing.Add($"{node.Operator} {node.Label}");
            return;
        }
        for (var i = 0; i < node.Inputs.Count; i++)
            if (view.Wants(i))
                Meet(node, i, view.Given(i));
    }

    void Meet(OnnxNode node, int input, string? gradient)
    {
        if (gradient is null)
            _missing.Add($"{node.Operator} {node.Label} (input {input + 1} depends on the picture)");
        else if (_gradients.TryGetValue(node.Inputs[input], out var list))
            list.Add(gradient);
        else
            _gradients[node.Inputs[input]] = [gradient];
    }

    string? Take(string value) =>
        !_gradients.Remove(value, out var met) ? null
        : met.Count == 1 ? met[0]
        : _emitter.Emit(met.Count == 2 ? "Add" : "Sum", [.. met]);
}
