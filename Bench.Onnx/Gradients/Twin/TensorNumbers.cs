using System.Runtime.InteropServices;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>The numbers of a stored tensor, in whichever of the format's fields they are.</summary>
internal static class TensorNumbers
{
    /// <exception cref="NotSupportedException">The element type is none that a twin is made from: text, complex, packed
    /// or eight-bit floating point.</exception>
    public static float[] Read(TensorProto tensor)
    {
        var values = new float[tensor.Dims.Aggregate(1L, (product, dim) => checked(product * dim))];
        var raw = tensor.HasRawData ? tensor.RawData.Span : [];
        switch ((OnnxElementType)tensor.DataType)
        {
            case OnnxElementType.Float:
                Fill(values, raw, tensor.FloatData, value => value);
                break;
            case OnnxElementType.Double:
                Fill<double, double>(values, raw, tensor.DoubleData, value => (float)value);
                break;
            case OnnxElementType.Float16:
                Fill<Half, int>(
                    values,
                    raw,
                    tensor.Int32Data,
                    value => (float)value,
                    bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)
                );
                break;
            case OnnxElementType.BFloat16:
                Fill<ushort, int>(values, raw, tensor.Int32Data, Widen, bits => Widen((ushort)bits));
                break;
            case OnnxElementType.Int8:
                Fill<sbyte, int>(values, raw, tensor.Int32Data, value => value, value => value);
                break;
            case OnnxElementType.UInt8 or OnnxElementType.Bool:
                Fill<byte, int>(values, raw, tensor.Int32Data, value => value, value => value);
                break;
            case OnnxElementType.Int16:
                Fill<short, int>(values, raw, tensor.Int32Data, value => value, value => value);
                break;
            case OnnxElementType.UInt16:
                Fill<ushort, int>(values, raw, tensor.Int32Data, value => value, value => value);
                break;
            case OnnxElementType.Int32:
                Fill<int, int>(values, raw, tensor.Int32Data, value => value);
                break;
            case OnnxElementType.Int64:
                Fill<long, long>(values, raw, tensor.Int64Data, value => value);
                break;
            default:
                throw new NotSupportedException($"the tensor '{tensor.Name}' holds {(OnnxElementType)tensor.DataType}");
        }
        return values;
    }

    public static TensorProto Float(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> dims) =>
        OnnxModelBuilder.Tensor(name, values, dims);

    static float Widen(ushort bits) => BitConverter.Int32BitsToSingle(bits << 16);

    static void Fill(Span<float> values, ReadOnlySpan<byte> raw, IList<float> listed, Func<float, float> convert) =>
        Fill<float, float>(values, raw, listed, convert);

    static void Fill<T, TListed>(
        Span<float> values,
        ReadOnlySpan<byte> raw,
        IList<TListed> listed,
        Func<T, float> convert,
        Func<TListed, float>? convertListed = null
    )
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX stores numbers with the low byte first");
        var stored = MemoryMarshal.Cast<byte, T>(raw);
        for (var i = 0; i < values.Length; i++)
            values[i] =
                raw.Length > 0 ? convert(stored[i])
                : convertListed is not null ? convertListed(listed[i])
                : convert((T)(object)listed[i]!);
    }
}
