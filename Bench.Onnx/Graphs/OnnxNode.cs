namespace Bench.Onnx.Graphs;

/// <summary>A node: an operator, or a call of one of the model's own functions.</summary>
internal sealed record OnnxNode(
    string Name,
    string Domain,
    string Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<OnnxAttribute> Attributes
)
{
    public OnnxAttribute? Attribute(string name)
    {
        foreach (var attribute in Attributes)
            if (attribute.Name == name)
                return attribute;
        return null;
    }

    /// <summary>How messages name the node.</summary>
    public string Label =>
        Name.Length > 0 ? $"'{Name}'"
        : Outputs is [var output, ..] ? $"making '{output}'"
        : "without a name";
}
