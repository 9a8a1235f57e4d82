namespace Bench.Onnx.Model;

/// <summary>Sizes and kinds of element types, for storage and for counting.</summary>
public static class OnnxElementTypes
{
    /// <summary>Bits of one element in raw storage; 0 for strings and types the format does not know.</summary>
    public static int Bits(this OnnxElementType type) =>
        type switch
        {
            OnnxElementType.UInt4 or OnnxElementType.Int4 or OnnxElementType.Float4E2M1 => 4,
            OnnxElementType.UInt8
            or OnnxElementType.Int8
            or OnnxElementType.Bool
            or OnnxElementType.Float8E4M3FN
            or OnnxElementType.Float8E4M3FNUZ
            or OnnxElementType.Float8E5M2
            or OnnxElementType.Float8E5M2FNUZ => 8,
            OnnxElementType.UInt16 or OnnxElementType.Int16 or OnnxElementType.Float16 or OnnxElementType.BFloat16 => 16,
            OnnxElementType.Float or OnnxElementType.Int32 or OnnxElementType.UInt32 => 32,
            OnnxElementType.Double or OnnxElementType.Int64 or OnnxElementType.UInt64 or OnnxElementType.Complex64 => 64,
            OnnxElementType.Complex128 => 128,
            _ => 0,
        };

    public static bool IsFloatingPoint(this OnnxElementType type) =>
        type
            is OnnxElementType.Float
                or OnnxElementType.Float16
                or OnnxElementType.BFloat16
                or OnnxElementType.Double
                or (>= OnnxElementType.Float8E4M3FN and <= OnnxElementType.Float8E5M2FNUZ)
                or OnnxElementType.Float4E2M1;

    /// <summary>Whether quantised weights are stored in this type.</summary>
    public static bool IsQuantized(this OnnxElementType type) =>
        type is OnnxElementType.UInt8 or OnnxElementType.Int8 or OnnxElementType.UInt4 or OnnxElementType.Int4;

    /// <summary>Bytes that <paramref name="elements"/> elements take in raw storage, four-bit types packed two to a
    /// byte.</summary>
    public static Int128 RawBytes(this OnnxElementType type, long elements) => ((Int128)elements * type.Bits() + 7) / 8;
}
