using System.Text.Json;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Reads <c>human_accuracy_v3.0.0.json</c>: <c>initial_annots</c> {image: {correct, wrong, unclear}} of
/// WordNet ids, <c>problematic_images</c> {image: …}, <c>imagenet_m</c> [images]. Images are known by their
/// key.</summary>
sealed class MultiLabelV3File
{
    public Dictionary<string, MultiLabelAnnotation> Annotations { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Problematic { get; } = new(StringComparer.Ordinal);

    /// <summary>ImageNet-Major; null when the file has none.</summary>
    public HashSet<string>? Major { get; private set; }

    public static MultiLabelV3File Read(LabelFile file, ClassSpace classes)
    {
        var read = new MultiLabelV3File();
        var unknown = new FirstTen();
        var json = file.Json();
        json.Expect(JsonTokenType.StartObject, "an object");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("initial_annots"u8))
                read.ReadAnnotations(ref json, file, classes, unknown);
            else if (json.Is("problematic_images"u8))
                ReadNames(ref json, read.Problematic);
            else if (json.Is("imagenet_m"u8))
                ReadNames(ref json, read.Major = new HashSet<string>(StringComparer.Ordinal));
            else
                json.Skip();
        }
        json.End();
        if (read.Annotations.Count == 0)
            throw LabelFile.Invalid($"{file.Name} has no 'initial_annots'");
        return unknown.Any
            ? throw new LabelSetException(
                LabelSetCodes.ClassUnknown,
                $"{Counted.Of(unknown.Count, "label")} of {file.Name} "
                    + $"{Counted.Word(unknown.Count, "is no class", "are no classes")} of '{classes.Key}': {unknown}"
            )
            : read;
    }

    void ReadAnnotations(ref JsonInput json, LabelFile file, ClassSpace classes, FirstTen unknown)
    {
        json.Expect(JsonTokenType.StartObject, "the annotations");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var image = json.Text("an image name");
            ushort[] correct = [],
                unclear = [];
            json.Expect(JsonTokenType.StartObject, $"the annotation of {image}");
            while (json.Read() && json.Token == JsonTokenType.PropertyName)
            {
                if (json.Is("correct"u8))
                    correct = ReadClasses(ref json, image, classes, unknown);
                else if (json.Is("unclear"u8))
                    unclear = ReadClasses(ref json, image, classes, unknown);
                else
                    json.Skip();
            }
            if (!Annotations.TryAdd(ImageKey.Of(image).ToString(), new MultiLabelAnnotation(correct, unclear)))
                throw new LabelSetException(LabelSetCodes.ImageRepeated, $"{file.Name} annotates {FirstTen.Printable(image)} twice");
        }
    }

    static ushort[] ReadClasses(ref JsonInput json, string image, ClassSpace classes, FirstTen unknown)
    {
        var found = new List<ushort>();
        json.Expect(JsonTokenType.StartArray, $"the classes of {image}");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            var id = json.Text($"a class of {image}");
            if (classes.IndexOf(id) is { } index)
                found.Add((ushort)index);
            else
                unknown.Add($"'{id}' of {image}");
        }
        return [.. found];
    }

    /// <summary>A list of names, or an object whose property names are meant.</summary>
    static void ReadNames(ref JsonInput json, HashSet<string> names)
    {
        json.Read();
        if (json.Token == JsonTokenType.StartArray)
        {
            while (json.Read() && json.Token != JsonTokenType.EndArray)
                names.Add(ImageKey.Of(json.Text("an image name")).ToString());
            return;
        }
        json.Require(JsonTokenType.StartObject, "image names");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            names.Add(ImageKey.Of(json.Text("an image name")).ToString());
            json.Skip();
        }
    }
}
