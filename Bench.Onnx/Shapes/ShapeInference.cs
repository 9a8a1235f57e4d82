using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>Follows shapes, and the few numbers that shapes are computed from, through a graph for one concrete picture
/// size.</summary>
/// <remarks>
/// Every dimension is a number: open sizes become 1 × 224 × 224. What a rule cannot tell (data-dependent sizes, loops)
/// stays unknown, and so does what follows. Each node is visited once; admission has bounded how many there are with
/// every function written out.
/// </remarks>
internal sealed class ShapeInference
{
    const int OpenSize = 224;

    readonly OnnxFile _file;
    readonly OnnxLimits _limits;
    readonly CancellationToken _cancellationToken;
    readonly List<ShapedNode> _shaped = [];
    readonly long _batch;

    ShapeInference(OnnxFile file, long batch, OnnxLimits limits, CancellationToken cancellationToken)
    {
        this._file = file;
        this._batch = batch;
        this._limits = limits;
        this._cancellationToken = cancellationToken;
    }

    /// <exception cref="OnnxRefusalException">A value takes more elements than the limits allow.</exception>
    public static ShapedGraph Run(OnnxFile file, OnnxImageInput image, OnnxLimits limits, CancellationToken cancellationToken)
    {
        var (batch, height, width) = (image.Batch ?? 1, image.Height ?? OpenSize, image.Width ?? OpenSize);
        var inference = new ShapeInference(file, batch, limits, cancellationToken);
        var scope = new ShapeScope(outer: null);
        long[] dims = image.Layout == OnnxImageLayout.Nchw ? [batch, 3, height, width] : [batch, height, width, 3];
        scope.Set(image.Name, new(image.Type, dims));
        inference.RunGraph(file.Graph, scope);
        return new(inference._shaped, scope.Own, batch, height, width);
    }

    void RunGraph(OnnxGraph graph, ShapeScope scope)
    {
        foreach (var tensor in graph.Initializers)
            scope.Set(tensor.Name, new(tensor.Type, tensor.Dims, tensor.Values));
        RunNodes(graph.Nodes, scope, _file.Opsets, arguments: new Dictionary<string, OnnxAttribute>());
    }

    void RunNodes(
        IReadOnlyList<OnnxNode> nodes,
        ShapeScope scope,
        IReadOnlyList<OnnxOpset> opsets,
        IReadOnlyDictionary<string, OnnxAttribute> arguments
    )
    {
        foreach (var node in nodes)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var inputs = new TensorFact?[node.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = scope.Find(node.Inputs[i]);
            var visited = new ShapedNode(node, inputs, Version(opsets, node.Domain), arguments);
            if (_file.Function(node) is { } function)
                Call(function, visited);
            else if (node is { Operator: "If", Domain: OperatorDomains.Standard } && Branch(visited) is { } branch)
                RunBranch(branch, visited, scope, opsets, arguments);
            else
                Apply(visited);
            for (var i = 0; i < visited.Outputs.Length; i++)
                if (visited.Outputs[i] is { } fact)
                    Keep(node, node.Outputs[i], fact, scope);
        }
    }

    void Apply(ShapedNode node)
    {
        _shaped.Add(node);
        try
        {
            ShapeRules.Find(node.Node)?.Invoke(node);
        }
        catch (Exception exception) when (ShapeFaults.Include(exception))
        {
            // Attributes and shapes that contradict each other are the runtime's to report; here they only mean that
            // nothing is known.
            Array.Clear(node.Outputs);
        }
    }

    void Call(OnnxFunction function, ShapedNode call)
    {
        var scope = new ShapeScope(outer: null);
        for (var i = 0; i < function.Inputs.Count; i++)
            if (call.Optional(i) is { } fact)
                scope.Set(function.Inputs[i], fact);
        var arguments = new Dictionary<string, OnnxAttribute>();
        foreach (var attribute in function.Defaults)
            arguments[attribute.Name] = attribute;
        foreach (var attribute in call.Node.Attributes)
            if (call.Attribute(attribute.Name) is { } resolved)
                arguments[attribute.Name] = resolved;
        RunNodes(function.Nodes, scope, function.Opsets, arguments);
        Return(call, function.Outputs, scope);
    }

    static OnnxGraph? Branch(ShapedNode node) =>
        node.Optional(0)?.Values is [var condition] ? node.Attribute(condition != 0 ? "then_branch" : "else_branch")?.Graph : null;

    void RunBranch(
        OnnxGraph branch,
        ShapedNode node,
        ShapeScope outer,
        IReadOnlyList<OnnxOpset> opsets,
        IReadOnlyDictionary<string, OnnxAttribute> arguments
    )
    {
        var scope = new ShapeScope(outer);
        foreach (var tensor in branch.Initializers)
            scope.Set(tensor.Name, new(tensor.Type, tensor.Dims, tensor.Values));
        RunNodes(branch.Nodes, scope, opsets, arguments);
        Return(node, [.. branch.Outputs.Select(output => output.Name)], scope);
    }

    static void Return(ShapedNode node, IReadOnlyList<string> names, ShapeScope scope)
    {
        for (var i = 0; i < Math.Min(names.Count, node.Outputs.Length); i++)
            node.Outputs[i] = scope.Find(names[i]);
    }

    void Keep(OnnxNode node, string name, TensorFact fact, ShapeScope scope)
    {
        if (fact.Elements / _batch > _limits.MaxActivationElements)
            throw OnnxRefusalException.Limit(
                $"The node {node.Label} ({node.Operator}) makes '{name}' with {string.Join(" × ", fact.Dims)} elements; at most "
                    + $"{_limits.MaxActivationElements} are allowed for one picture."
            );
        if (name.Length > 0)
            scope.Set(name, fact.Values?.Length > TensorFact.KeptValues ? fact with { Values = null } : fact);
    }

    static long Version(IReadOnlyList<OnnxOpset> opsets, string domain)
    {
        foreach (var opset in opsets)
            if (opset.Domain == domain)
                return opset.Version;
        return 1;
    }
}
