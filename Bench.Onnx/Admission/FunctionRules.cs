using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>How deep functions call each other, and how many nodes the model has once every call is written
/// out.</summary>
/// <remarks>A runtime inlines functions: a chain of thousands overflows its stack, and ten functions that each call the
/// next ten times make 10¹⁰ nodes.</remarks>
internal sealed class FunctionRules
{
    readonly OnnxFile _file;
    readonly OnnxLimits _limits;
    readonly Dictionary<OnnxFunction, (int Height, long Nodes)> _known = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<OnnxFunction> _open = new(ReferenceEqualityComparer.Instance);

    FunctionRules(OnnxFile file, OnnxLimits limits)
    {
        this._file = file;
        this._limits = limits;
    }

    /// <exception cref="OnnxRefusalException">A function calls itself, the calls nest too deep, or the nodes become too
    /// many.</exception>
    public static void Check(OnnxFile file, OnnxLimits limits)
    {
        var rules = new FunctionRules(file, limits);
        rules.Measure(file.Graph.Nodes, depth: 0);
        foreach (var function in file.Functions.Values)
            rules.Measure(function, depth: 1);
    }

    (int Height, long Nodes) Measure(OnnxFunction function, int depth)
    {
        if (_known.TryGetValue(function, out var measured))
            return measured;
        if (depth > _limits.MaxFunctionDepth)
            throw TooDeep();
        if (!_open.Add(function))
            throw OnnxRefusalException.Invalid($"The function '{function.Domain}.{function.Name}' calls itself.");
        var (height, nodes) = Measure(function.Nodes, depth);
        _open.Remove(function);
        return _known[function] = (height + 1, nodes);
    }

    (int Height, long Nodes) Measure(IReadOnlyList<OnnxNode> nodes, int depth)
    {
        var height = 0;
        long count = 0;
        foreach (var node in nodes)
        {
            count++;
            if (_file.Function(node) is { } function)
                Include(Measure(function, depth + 1));
            foreach (var attribute in node.Attributes)
                if (attribute.Graph is { } body)
                    Include(Measure(body.Nodes, depth));
        }
        return (height, count);

        void Include((int Height, long Nodes) part)
        {
            height = Math.Max(height, part.Height);
            count += part.Nodes;
            if (depth + height > _limits.MaxFunctionDepth)
                throw TooDeep();
            if (count > _limits.MaxNodes)
                throw OnnxRefusalException.Limit($"The model has more than {_limits.MaxNodes} nodes once its functions are written out.");
        }
    }

    OnnxRefusalException TooDeep() => OnnxRefusalException.Limit($"The model nests functions more than {_limits.MaxFunctionDepth} deep.");
}
