namespace Bench.Onnx.Shapes;

/// <summary>Names that a graph can see: its own values, then those of the graph around it.</summary>
internal sealed class ShapeScope(ShapeScope? outer)
{
    readonly Dictionary<string, TensorFact> _own = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TensorFact> Own => _own;

    public void Set(string name, TensorFact fact) => _own[name] = fact;

    public TensorFact? Find(string name) => _own.GetValueOrDefault(name) ?? outer?.Find(name);
}
