using System.Text.Json;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Reviewed mistakes of one model: <c>{image: {top_prediction, "failure category", "failure severity"}}</c>. A
/// set of annotations: remarks, not labels.</summary>
/// <remarks>Source: Vasudevan et al., 2022. Columns <c>category</c>, <c>severity</c> and <c>top-prediction</c> (a class
/// index); the reviewed images keep their own label, all others are left out as <c>not-annotated</c>. Entries about
/// images that the dataset does not have are counted as unmatched.</remarks>
static class MistakeLabels
{
    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, string key, LabelTarget target)
    {
        var images = target.Manifest.Images;
        var (category, severity, prediction) = (new string?[images.Count], new string?[images.Count], new string?[images.Count]);
        var (reviewed, unmatched) = (new bool[images.Count], 0);
        var json = file.Json();
        json.Expect(JsonTokenType.StartObject, "an object");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var name = json.Text("an image name");
            var mistake = ReadMistake(ref json, target, file, name);
            var image = target.Manifest.Index.Find(name);
            if (image < 0)
            {
                unmatched++;
                continue;
            }
            if (reviewed[image])
                throw new LabelSetException(LabelSetCodes.ImageRepeated, $"{file.Name} reviews {FirstTen.Printable(name)} twice");
            reviewed[image] = true;
            (prediction[image], category[image], severity[image]) = mistake;
        }
        json.End();

        var labels = new LabelsBuilder(target);
        for (var i = 0; i < images.Count; i++)
            if (!reviewed[i])
                labels.Exclude(ExclusionReasons.NotAnnotated);
            else if (images[i].Classes.IsEmpty)
                labels.Exclude(ExclusionReasons.NoLabel);
            else
                labels.Use(images[i].Classes.AsSpan());
        return
        [
            labels.ToSet(key, file, LabelSetKind.Annotations) with
            {
                Columns =
                [
                    LabelColumn.Create("category", category),
                    LabelColumn.Create("severity", severity),
                    LabelColumn.Create("top-prediction", prediction),
                ],
                Unmatched = unmatched,
            },
        ];
    }

    static (string? Prediction, string? Category, string? Severity) ReadMistake(
        ref JsonInput json,
        LabelTarget target,
        LabelFile file,
        string image
    )
    {
        (string? prediction, string? category, string? severity) = (null, null, null);
        json.Expect(JsonTokenType.StartObject, $"the mistake of {image}");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("top_prediction"u8))
            {
                json.Read();
                var label = json.Number($"the prediction for {image}");
                if (label < 0 || label >= target.Classes.Count)
                    throw new LabelSetException(
                        LabelSetCodes.ClassUnknown,
                        $"{file.Name}: the prediction for {FirstTen.Printable(image)} is class {label}; "
                            + $"classes go from 0 to {target.Classes.Count - 1}"
                    );
                prediction = $"{label}";
            }
            else if (json.Is("failure category"u8))
                category = Word(ref json, image);
            else if (json.Is("failure severity"u8))
                severity = Word(ref json, image);
            else
                json.Skip();
        }
        return category is null && severity is null
            ? throw json.Refusal($"{FirstTen.Printable(image)} has neither 'failure category' nor 'failure severity'")
            : (prediction, category, severity);
    }

    static string Word(ref JsonInput json, string image)
    {
        json.Expect(JsonTokenType.String, $"a remark about {image}");
        var word = FirstTen.Printable(json.Text($"a remark about {image}"));
        return word.Length > 0 ? word : throw json.Refusal($"the remark about {image} is empty");
    }
}
