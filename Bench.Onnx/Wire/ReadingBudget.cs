using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>Counts what a file has declared so far and refuses the first thing too many, before it is kept.</summary>
internal sealed class ReadingBudget(OnnxLimits limits)
{
    long _structureBytes;
    int _initializers;

    public OnnxLimits Limits { get; } = limits;

    public int Nodes { get; private set; }

    public void AddNode()
    {
        if (++Nodes > Limits.MaxNodes)
            throw OnnxRefusalException.Limit($"The model has more than {Limits.MaxNodes} nodes.");
        AddStructure(160);
    }

    public void AddInitializer()
    {
        if (++_initializers > Limits.MaxInitializers)
            throw OnnxRefusalException.Limit($"The model has more than {Limits.MaxInitializers} initialisers.");
    }

    /// <summary>Charges an estimate of the memory about to be kept.</summary>
    public void AddStructure(long bytes)
    {
        _structureBytes += bytes;
        if (_structureBytes > Limits.MaxStructureBytes)
            throw OnnxRefusalException.Limit(
                $"The model's structure without its weights takes more than {Limits.MaxStructureBytes} bytes."
            );
    }

    public void AddAttributeElement(string attribute, int count)
    {
        if (count > Limits.MaxAttributeElements)
            throw OnnxRefusalException.Limit($"The attribute '{attribute}' has more than {Limits.MaxAttributeElements} elements.");
        AddStructure(8);
    }
}
