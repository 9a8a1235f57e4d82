using System.Text.Json;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;

namespace Bench.Service.Labels;

/// <summary>The header of a stored label set, its fields always in the same order.</summary>
sealed record LabelSetHeader(string Key, string Kind, LabelSource Source, string Manifest, int Classes)
{
    /// <summary>Reads up to the name of the labels.</summary>
    public static LabelSetHeader Read(ref JsonInput json)
    {
        if (Text(ref json, "format"u8, "format") != LabelSetWriter.Format)
            throw json.Refusal($"the format is not {LabelSetWriter.Format}");
        var key = Text(ref json, "key"u8, "key");
        var kind = Text(ref json, "kind"u8, "kind");
        if (!LabelSetKind.All.Contains(kind))
            throw json.Refusal($"'{FirstTen.Printable(kind)}' is not a kind of label set");
        var source = ReadSource(ref json);
        var manifest = Text(ref json, "manifest"u8, "manifest");
        json.ExpectName("classes"u8, "classes");
        json.Expect(JsonTokenType.Number, "the number of classes");
        var classes = json.Number("the number of classes");
        if (classes is < 1 or > ClassSpace.MostClasses)
            throw json.Refusal($"{classes} is not a number of classes");
        json.ExpectName("labels"u8, "labels");
        return new LabelSetHeader(key, kind, source, manifest, classes);
    }

    static LabelSource ReadSource(ref JsonInput json)
    {
        json.ExpectName("source"u8, "source");
        json.Expect(JsonTokenType.StartObject, "the source");
        var source = new LabelSource(Text(ref json, "format"u8, "format"));
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var isHash = json.Is("sha256"u8);
            if (!isHash && !json.Is("source"u8))
                throw json.Refusal("the source has more than format, sha256 and source");
            json.Expect(JsonTokenType.String, "a text");
            source = isHash ? source with { Sha256 = json.Text("a hash") } : source with { Source = json.Text("a source") };
        }
        return source;
    }

    static string Text(ref JsonInput json, ReadOnlySpan<byte> name, string words)
    {
        json.ExpectName(name, words);
        json.Expect(JsonTokenType.String, words);
        return json.Text(words);
    }
}
