using System.Buffers;
using System.Text.Json;

namespace Bench.Service.Labels;

/// <summary>Writes a label set in its canonical form: the same set gives the same bytes, whose SHA-256 is the set's
/// hash.</summary>
/// <remarks>
/// JSON without white space, in this order: <c>format</c> (<c>bench-labels-1</c>), <c>key</c>, <c>kind</c>,
/// <c>source</c> {format, sha256?, source?}, <c>manifest</c>, <c>classes</c>,
/// <c>labels</c> [[class, …], …] in manifest order, and where there are any: <c>original</c> [class, …], <c>unclear</c>
/// [[class, …], …], <c>reasons</c> [word, …],
/// <c>excluded</c> [0 or 1 + index into reasons, …], <c>weights</c>, <c>columns</c> [{name, values, codes}, …].
/// </remarks>
public static class LabelSetWriter
{
    internal const string Format = "bench-labels-1";

    public static byte[] ToBytes(ImportedLabelSet set)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer);
        var labels = set.Labels;
        json.WriteStartObject();
        json.WriteString("format"u8, Format);
        json.WriteString("key"u8, set.Key);
        json.WriteString("kind"u8, set.Kind);
        WriteSource(json, set.Source);
        json.WriteString("manifest"u8, set.ManifestHash);
        json.WriteNumber("classes"u8, set.ClassCount);
        WriteRows(json, "labels", labels.Offsets.Span, labels.Classes.Span);
        if (!labels.OriginalClass.IsEmpty)
            WriteNumbers(json, "original", labels.OriginalClass.Span);
        if (!labels.UnclearOffsets.IsEmpty)
            WriteRows(json, "unclear", labels.UnclearOffsets.Span, labels.UnclearClasses.Span);
        if (!labels.Exclusions.IsEmpty)
        {
            WriteWords(json, "reasons", labels.ExclusionReasons);
            json.WriteStartArray("excluded"u8);
            foreach (var code in labels.Exclusions.Span)
                json.WriteNumberValue(code);
            json.WriteEndArray();
        }
        if (!set.Weights.IsEmpty)
        {
            json.WriteStartArray("weights"u8);
            foreach (var weight in set.Weights.Span)
                json.WriteNumberValue(weight);
            json.WriteEndArray();
        }
        if (set.Columns.Count > 0)
            WriteColumns(json, set.Columns);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteSource(Utf8JsonWriter json, LabelSource source)
    {
        json.WriteStartObject("source"u8);
        json.WriteString("format"u8, source.Format);
        if (source.Sha256 is not null)
            json.WriteString("sha256"u8, source.Sha256);
        if (source.Source is not null)
            json.WriteString("source"u8, source.Source);
        json.WriteEndObject();
    }

    static void WriteColumns(Utf8JsonWriter json, IReadOnlyList<LabelColumn> columns)
    {
        json.WriteStartArray("columns"u8);
        foreach (var column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, column.Name);
            WriteWords(json, "values", column.Values);
            WriteNumbers(json, "codes", column.Codes.Span);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteRows(Utf8JsonWriter json, string name, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> classes)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < offsets.Length - 1; i++)
        {
            json.WriteStartArray();
            foreach (var label in classes[offsets[i]..offsets[i + 1]])
                json.WriteNumberValue(label);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<ushort> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
