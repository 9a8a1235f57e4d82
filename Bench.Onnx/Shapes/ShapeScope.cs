namespace Bench.Onnx.Shapes;

/// <summary>Names that a graph can see: its own values, then those of the graph around it.</summary>
internal sealed class ShapeScope(ShapeScope? outer)
{
    readonly Dictionary<string, TensorFact> own = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TensorFact> Own => own;

    public void Set(string name, TensorFact fact) => own[name] = fact;

    public TensorFact? Find(string name) => own.GetValueOrDefault(name) ?? outer?.Find(name);
}
