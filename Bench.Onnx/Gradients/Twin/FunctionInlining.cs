using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Writes every call of a model's own functions out. Admission has bounded how many nodes that makes and how
/// deep calls nest.</summary>
internal static class FunctionInlining
{
    public static void Rewrite(ModelProto model)
    {
        var functions = model.Functions.ToDictionary(function => (OperatorDomains.Canonical(function.Domain), function.Name));
        if (functions.Count == 0)
            return;
        var (calls, nodes) = (0, new List<NodeProto>());
        foreach (var node in model.Graph.Node)
            Write(node);
        model.Graph.Node.Clear();
        model.Graph.Node.Add(nodes);
        model.Functions.Clear();

        void Write(NodeProto node)
        {
            if (!functions.TryGetValue((OperatorDomains.Canonical(node.Domain), node.OpType), out var function))
            {
                nodes.Add(node);
                return;
            }
            var (call, names) = (calls++, new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" });
            for (var i = 0; i < function.Input.Count; i++)
                names[function.Input[i]] = i < node.Input.Count ? node.Input[i] : "";
            for (var i = 0; i < Math.Min(function.Output.Count, node.Output.Count); i++)
                if (node.Output[i].Length > 0)
                    names[function.Output[i]] = node.Output[i];
            foreach (var inner in function.Node)
                Write(
                    Renamed(
                        inner,
                        name => names.TryGetValue(name, out var known) ? known : names[name] = $"call{call}/{name}",
                        node,
                        function
                    )
                );
        }
    }

    static NodeProto Renamed(NodeProto inner, Func<string, string> rename, NodeProto call, FunctionProto function)
    {
        var node = new NodeProto
        {
            OpType = inner.OpType,
            Domain = inner.Domain,
            Name = inner.Name,
        };
        node.Input.Add(inner.Input.Select(rename));
        node.Output.Add(inner.Output.Select(rename));
        foreach (var attribute in inner.Attribute)
            if (!attribute.HasRefAttrName)
                node.Attribute.Add(attribute);
            else if (
                call.Attribute.Concat(function.AttributeProto).FirstOrDefault(given => given.Name == attribute.RefAttrName) is { } given
            )
            {
                var copy = given.Clone();
                copy.Name = attribute.Name;
                node.Attribute.Add(copy);
            }
        return node;
    }
}
