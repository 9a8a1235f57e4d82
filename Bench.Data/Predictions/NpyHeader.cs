using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bench.Data.Outcomes;

namespace Bench.Data.Predictions;

/// <summary>Header of a <c>.npy</c> array: element type and shape; row-major and little-endian unless it says
/// otherwise.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Lengths of the dimensions.</param>
/// <remarks>Format: NumPy Enhancement Proposal 1. Versions 1, 2 and 3 are read (they differ in the width of the length
/// and in the text's encoding); version 1 is written.</remarks>
public sealed partial record NpyHeader(NpyType Type, IReadOnlyList<long> Shape)
{
    const int Alignment = 64;
    const int LongestText = 16 << 10;
    const int MostDimensions = 4;

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether the bytes of an element are highest first.</summary>
    public bool BigEndian { get; init; }

    /// <summary>Whether elements are column by column, as Fortran has them.</summary>
    public bool ColumnMajor { get; init; }

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Bytes of the elements, without the header.</summary>
    public long DataBytes => Count * Type.Size();

    /// <summary>The header's bytes: a multiple of 64, so that elements are aligned when the header is.</summary>
    public byte[] ToBytes()
    {
        var shape = string.Join(", ", Shape.Select(n => n.ToString(CultureInfo.InvariantCulture))) + (Shape.Count == 1 ? "," : "");
        var text = $"{{'descr': '{Type.Describe()}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[length];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(length - 10));
        bytes.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(10));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>Reads a header; the stream is then at the first element.</summary>
    /// <param name="stream">The array's bytes.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="PredictionFileException">Not an array, or one whose elements are no numbers.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        var (description, columnMajor, shape) = ReadDescription(stream, name);
        var type =
            NpyTypes.Parse(description)
            ?? throw new PredictionFileException(
                $"{name} has elements {NpyTypes.Words(description)}; whole and floating-point numbers are read"
            );
        return new NpyHeader(type.Type, shape) { BigEndian = type.BigEndian, ColumnMajor = columnMajor };
    }

    /// <summary>Reads a header of any type of element; the stream is then at the first element.</summary>
    /// <inheritdoc cref="Read"/>
    internal static (string Type, bool ColumnMajor, IReadOnlyList<long> Shape) ReadDescription(Stream stream, string name)
    {
        try
        {
            Span<byte> start = stackalloc byte[12];
            stream.ReadExactly(start[..10]);
            if (!start[..6].SequenceEqual(Magic))
                throw new PredictionFileException($"{name} is not a NumPy array");
            var version = start[6];
            if (version is 0 or > 3)
                throw new PredictionFileException($"{name} has version {version} of the NumPy format; 1 to 3 are read");
            long length = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
            if (version > 1)
            {
                stream.ReadExactly(start[10..]);
                length = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
            }
            if (length > LongestText)
                throw new PredictionFileException($"{name} has a header of {length:N0} bytes; at most {LongestText:N0} are read");
            var text = new byte[length];
            stream.ReadExactly(text);
            return Parse(Encoding.Latin1.GetString(text), name);
        }
        catch (EndOfStreamException e)
        {
            throw new PredictionFileException($"{name} ends in its header", e);
        }
    }

    static (string Type, bool ColumnMajor, IReadOnlyList<long> Shape) Parse(string text, string name)
    {
        var match = Dictionary().Match(text);
        if (!match.Success)
            throw new PredictionFileException($"{name} has a header that is not a NumPy one");
        var (keys, values) = (match.Groups["key"].Captures, match.Groups["value"].Captures);
        var entries = keys.Zip(values).DistinctBy(e => e.First.Value).ToDictionary(e => e.First.Value, e => e.Second.Value);
        if (entries.Count != 3)
            throw new PredictionFileException($"{name} has a header without type, order and shape");
        var shape = entries["shape"].Trim('(', ')').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (shape.Length is 0 or > MostDimensions)
            throw new PredictionFileException($"{name} has {Counted.Of(shape.Length, "dimension")}");
        var lengths = new long[shape.Length];
        for (var i = 0; i < shape.Length; i++)
            if (!long.TryParse(shape[i], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i]) || lengths[i] > int.MaxValue)
                throw new PredictionFileException($"{name} has the impossible shape {entries["shape"]}");
        if (lengths.Aggregate(1.0, (a, b) => a * b) > 1L << 48)
            throw new PredictionFileException($"{name} has the impossible shape {entries["shape"]}");
        return (entries["descr"].Trim('\''), entries["fortran_order"] == "True", lengths);
    }

    [GeneratedRegex(
        @"^\{(?:\s*'(?<key>descr|fortran_order|shape)'\s*:\s*(?<value>'[^']{1,16}'|True|False|\([0-9, ]{0,64}\))"
            + @"\s*(?:,|(?=\}))){3}\s*\}\s*$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Dictionary();
}
