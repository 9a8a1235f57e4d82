using System.Globalization;
using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>Reads a tensor's declaration, steps over its bytes, and proves that there are as many as it
/// declares.</summary>
internal sealed class TensorReader(WireReader wire, ReadingBudget budget)
{
    /// <summary>Tensors up to this many elements may be shapes, axes, scales: their values are kept.</summary>
    const int KeptElements = 1024;

    public OnnxTensor Read(long end)
    {
        budget.AddStructure(160);
        var name = "";
        var elementType = OnnxElementType.Undefined;
        var dims = new List<long>();
        var isExternal = false;
        var external = new Dictionary<string, string>();
        var content = new TensorContent(wire);
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Varint):
                    AddDim(dims, wire.ReadVarint(end));
                    break;
                case (1, WireType.Bytes):
                    for (var last = wire.ReadEnd(end); wire.Position < last; )
                        AddDim(dims, wire.ReadVarint(last));
                    break;
                case (2, WireType.Varint):
                    elementType = (OnnxElementType)(int)wire.ReadVarint(end);
                    break;
                case (8, WireType.Bytes):
                    name = new ValueReader(wire, budget).ReadText(end);
                    break;
                case (13, WireType.Bytes):
                    ReadEntry(external, wire.ReadEnd(end));
                    break;
                case (14, WireType.Varint):
                    isExternal = wire.ReadVarint(end) == 1;
                    break;
                case (4 or 5 or 6 or 7 or 9 or 10 or 11, _):
                    content.Note(field, type, end);
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        var elements = CountElements(name, elementType, dims);
        if (!isExternal)
            content.Require(name, elementType, elements);
        var values = isExternal || elements > KeptElements ? null : content.ReadValues(elementType, elements, end);
        budget.AddStructure(8 * (dims.Count + (values?.Length ?? 0)));
        return new(name, elementType, [.. dims], elements, values, isExternal ? ExternalData(name, external) : null);
    }

    void AddDim(List<long> dims, ulong dim)
    {
        if (dims.Count >= budget.Limits.MaxRank)
            throw OnnxRefusalException.Limit($"A tensor has more than {budget.Limits.MaxRank} dimensions.");
        dims.Add((long)dim);
    }

    long CountElements(string name, OnnxElementType type, List<long> dims)
    {
        if (type.Bits() == 0 && type != OnnxElementType.String)
            throw OnnxRefusalException.Invalid($"The tensor '{name}' has the unknown element type {(int)type}.");
        Int128 elements = 1;
        foreach (var dim in dims)
        {
            if (dim < 0)
                throw OnnxRefusalException.Invalid($"The tensor '{name}' has the dimension {dim}.");
            elements *= dim;
            if (elements > budget.Limits.MaxTensorElements)
                throw OnnxRefusalException.Limit(
                    $"The tensor '{name}' declares {string.Join(" × ", dims)} elements; at most {budget.Limits.MaxTensorElements} "
                        + "are allowed."
                );
        }
        return (long)elements;
    }

    void ReadEntry(Dictionary<string, string> entries, long end)
    {
        string key = "",
            value = "";
        var texts = new ValueReader(wire, budget);
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    key = texts.ReadText(end);
                    break;
                case (2, WireType.Bytes):
                    value = texts.ReadText(end);
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        if (!entries.TryAdd(key, value))
            throw OnnxRefusalException.Invalid($"A tensor gives the external data entry '{key}' twice.");
    }

    static OnnxExternalData ExternalData(string name, Dictionary<string, string> entries)
    {
        return new(entries.GetValueOrDefault("location") ?? "", Number("offset") ?? 0, Number("length"));

        long? Number(string key) =>
            !entries.TryGetValue(key, out var text) ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw OnnxRefusalException.Invalid($"The tensor '{name}' has the external {key} '{text}', which is not a number.");
    }
}
