using System.Text.Json;
using Bench.Data.Outcomes;
using Bench.Metrics.Truth;
using Bench.Service.Inputs;

namespace Bench.Service.Labels;

/// <summary>Reads what <see cref="LabelSetWriter"/> writes, and checks it.</summary>
public static class LabelSetReader
{
    /// <exception cref="LabelSetException">The content is no stored label set, or its parts do not fit
    /// together.</exception>
    public static ImportedLabelSet Read(Stream content)
    {
        var json = new JsonInput("the label set", content, LabelFile.Invalid);
        json.Expect(JsonTokenType.StartObject, "an object");
        var header = LabelSetHeader.Read(ref json);
        var rows = ReadRows(ref json, header.Classes);
        Rows? unclear = null;
        ushort[] original = [];
        List<string> reasons = [];
        byte[] excluded = [];
        float[] weights = [];
        List<LabelColumn> columns = [];
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("original"u8))
                original = ReadNumbers(ref json, header.Classes - 1);
            else if (json.Is("unclear"u8))
                unclear = ReadRows(ref json, header.Classes);
            else if (json.Is("reasons"u8))
                reasons = ReadWords(ref json);
            else if (json.Is("excluded"u8))
                excluded = [.. ReadNumbers(ref json, reasons.Count).Select(n => (byte)n)];
            else if (json.Is("weights"u8))
                weights = ReadWeights(ref json);
            else if (json.Is("columns"u8))
                columns = ReadColumns(ref json);
            else
                throw json.Refusal($"'{FirstTen.Printable(json.Text("a name"))}' is not part of a label set");
        }
        json.End();
        return Check(header, rows, unclear, original, reasons, excluded, weights, columns);
    }

    static ImportedLabelSet Check(
        LabelSetHeader header,
        Rows rows,
        Rows? unclear,
        ushort[] original,
        List<string> reasons,
        byte[] excluded,
        float[] weights,
        List<LabelColumn> columns
    )
    {
        var n = rows.Count;
        if (
            original.Length is not 0 && original.Length != n
            || unclear is not null && unclear.Count != n
            || excluded.Length is not 0 && excluded.Length != n
            || weights.Length is not 0 && weights.Length != n
            || columns.Any(c => c.Codes.Length != n)
        )
            throw LabelFile.Invalid($"the label set has {Counted.Of(n, "row")} of labels and other numbers of something else");
        var single = true;
        for (var i = 0; i < n; i++)
        {
            if (excluded.Length > 0 && excluded[i] != 0)
                continue;
            var count = rows.Offsets[i + 1] - rows.Offsets[i];
            if (count == 0)
                throw LabelFile.Invalid($"row {i:N0} of the label set is used and has no class");
            single &= count == 1;
        }
        return new ImportedLabelSet
        {
            Key = header.Key,
            Kind = header.Kind,
            Source = header.Source,
            ManifestHash = header.Manifest,
            ClassCount = header.Classes,
            Columns = columns,
            Labels = new GroundTruth
            {
                Offsets = rows.Offsets.ToArray(),
                Classes = rows.Classes.ToArray(),
                Exclusions = excluded,
                ExclusionReasons = reasons,
                OriginalClass = original,
                UnclearOffsets = unclear?.Offsets.ToArray() ?? [],
                UnclearClasses = unclear?.Classes.ToArray() ?? [],
                Weights = weights,
                SingleLabel = single,
            },
        };
    }

    static Rows ReadRows(ref JsonInput json, int classes)
    {
        var rows = new Rows();
        json.Expect(JsonTokenType.StartArray, "rows of classes");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            json.Require(JsonTokenType.StartArray, "a row of classes");
            var previous = -1;
            while (json.Read() && json.Token != JsonTokenType.EndArray)
            {
                var label = json.Number("a class");
                if (label <= previous || label >= classes)
                    throw json.Refusal(
                        $"row {rows.Count:N0} has the class {label} after {previous}; classes are ascending and below {classes}"
                    );
                rows.Classes.Add((ushort)(previous = label));
            }
            rows.Offsets.Add(rows.Classes.Count);
        }
        return rows;
    }

    static ushort[] ReadNumbers(ref JsonInput json, int largest)
    {
        var numbers = new List<ushort>();
        json.Expect(JsonTokenType.StartArray, "a list of numbers");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            var number = json.Number("a number");
            numbers.Add(number >= 0 && number <= largest ? (ushort)number : throw json.Refusal($"{number} is not from 0 to {largest}"));
        }
        return [.. numbers];
    }

    static float[] ReadWeights(ref JsonInput json)
    {
        var weights = new List<float>();
        json.Expect(JsonTokenType.StartArray, "a list of weights");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            var weight = (float)json.Fraction("a weight");
            weights.Add(float.IsFinite(weight) && weight >= 0 ? weight : throw json.Refusal($"{weight} is not a weight"));
        }
        return [.. weights];
    }

    static List<string> ReadWords(ref JsonInput json)
    {
        var words = new List<string>();
        json.Expect(JsonTokenType.StartArray, "a list of words");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
            words.Add(json.Text("a word"));
        return words;
    }

    static List<LabelColumn> ReadColumns(ref JsonInput json)
    {
        var columns = new List<LabelColumn>();
        json.Expect(JsonTokenType.StartArray, "columns");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            json.Require(JsonTokenType.StartObject, "a column");
            json.ExpectName("name"u8, "name");
            json.Expect(JsonTokenType.String, "the column's name");
            var name = json.Text("the column's name");
            json.ExpectName("values"u8, "values");
            var values = ReadWords(ref json);
            json.ExpectName("codes"u8, "codes");
            columns.Add(new LabelColumn(name, values, ReadNumbers(ref json, values.Count)));
            json.Expect(JsonTokenType.EndObject, "the end of the column");
        }
        return columns;
    }

    sealed class Rows
    {
        public List<int> Offsets { get; } = [0];

        public List<ushort> Classes { get; } = [];

        public int Count => Offsets.Count - 1;
    }
}
