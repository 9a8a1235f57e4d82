namespace Bench.Onnx.Wire;

/// <summary>Wire types of the protocol buffer encoding. Groups (3 and 4) are long gone and refused.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
