using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>Reads declared inputs and outputs with their types.</summary>
internal sealed class ValueReader(WireReader wire, ReadingBudget budget)
{
    public string ReadText(long end)
    {
        var last = wire.ReadEnd(end);
        budget.AddStructure(32 + 2 * Math.Min(last - wire.Position, budget.Limits.MaxStringBytes));
        return wire.ReadString(last, budget.Limits.MaxStringBytes);
    }

    public OnnxValue Read(long end)
    {
        budget.AddStructure(120);
        var name = "";
        OnnxValue? tensor = null;
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    name = ReadText(end);
                    break;
                case (2, WireType.Bytes):
                    tensor = tensor is null
                        ? ReadType(wire.ReadEnd(end))
                        : throw OnnxRefusalException.Invalid($"'{name}' gives its type twice.");
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        return new(name, tensor?.Type ?? OnnxElementType.Undefined, tensor?.Dimensions);
    }

    OnnxValue? ReadType(long end)
    {
        OnnxValue? tensor = null;
        while (wire.TryReadTag(end, out var field, out var type))
            if (field == 1 && type == WireType.Bytes)
                tensor = ReadTensorType(wire.ReadEnd(end));
            else
                wire.Skip(type, end);
        return tensor;
    }

    OnnxValue ReadTensorType(long end)
    {
        var elementType = OnnxElementType.Undefined;
        List<OnnxDimension>? dimensions = null;
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Varint):
                    elementType = (OnnxElementType)(int)wire.ReadVarint(end);
                    break;
                case (2, WireType.Bytes):
                    dimensions ??= [];
                    for (var shape = wire.ReadEnd(end); wire.TryReadTag(shape, out field, out type); )
                        if (field == 1 && type == WireType.Bytes)
                            AddDimension(dimensions, wire.ReadEnd(shape));
                        else
                            wire.Skip(type, shape);
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        return new("", elementType, dimensions);
    }

    void AddDimension(List<OnnxDimension> dimensions, long end)
    {
        if (dimensions.Count >= budget.Limits.MaxRank)
            throw OnnxRefusalException.Limit($"An input or output has more than {budget.Limits.MaxRank} dimensions.");
        long? size = null;
        string? symbol = null;
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Varint):
                    (size, symbol) = ((long)wire.ReadVarint(end), null);
                    break;
                case (2, WireType.Bytes):
                    (size, symbol) = (null, ReadText(end));
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        // Old exporters write −1 or 0 where they mean "any size".
        dimensions.Add(new(size > 0 ? size : null, symbol));
    }
}
