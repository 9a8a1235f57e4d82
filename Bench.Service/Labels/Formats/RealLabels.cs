using System.Text.Json;
using Bench.Data.Outcomes;
using Bench.Service.Claims;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>ReaL (<c>real.json</c>): 50,000 lists of class indices; entry k is for <c>ILSVRC2012_val_</c> number k + 1.
/// Empty lists are left out as <c>no-label</c>.</summary>
/// <remarks>Source: Beyer et al., "Are we done with ImageNet?", 2020. Images are found by their number, so that
/// ImageNet-C and parts of val are labelled too; images that are no val images are left out as
/// <c>no-label</c>.</remarks>
static class RealLabels
{
    const int ValImages = 50_000;
    const int Classes = 1000;
    const int LongestList = 1000;

    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, string key, LabelTarget target)
    {
        target.RequireImageNetClasses(LabelFormats.RealJson);
        var lists = Read(file);
        var (labels, matched) = (new LabelsBuilder(target), new HashSet<int>());
        foreach (var image in target.Manifest.Images)
        {
            ushort[] list = [];
            if (ImageKey.ValNumber(image.Path) is { } number)
            {
                matched.Add(number);
                list = lists[number - 1];
            }
            if (list.Length > 0)
                labels.Use(list);
            else
                labels.Exclude(ExclusionReasons.NoLabel);
        }
        return [labels.ToSet(key, file) with { Unmatched = ValImages - matched.Count }];
    }

    static List<ushort[]> Read(LabelFile file)
    {
        var json = file.Json();
        var (lists, list) = (new List<ushort[]>(ValImages), new List<ushort>());
        var (wrong, counted) = (new FirstTen(), new CountedFromOne(Classes));
        json.Expect(JsonTokenType.StartArray, "a list of 50,000 lists");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            json.Require(JsonTokenType.StartArray, $"the list of image {lists.Count + 1:N0}");
            list.Clear();
            while (json.Read() && json.Token != JsonTokenType.EndArray)
            {
                var label = json.Number($"a class index of image {lists.Count + 1:N0}");
                counted.Add(label);
                if (label is < 0 or >= Classes)
                    wrong.Add($"'{label}' of image {lists.Count + 1:N0}");
                if (list.Count >= LongestList)
                    throw json.Refusal($"image {lists.Count + 1:N0} has more than {LongestList:N0} classes");
                list.Add((ushort)label);
            }
            if (lists.Count >= ValImages)
                throw json.Refusal("there are more than 50,000 lists");
            lists.Add([.. list]);
        }
        json.End();
        if (wrong.Any)
            throw new LabelSetException(
                LabelSetCodes.ClassUnknown,
                $"{Counted.Of(wrong.Count, "label")} of {file.Name} {Counted.Word(wrong.Count, "is", "are")} not from 0 to "
                    + $"{Classes - 1}: {wrong}{counted}"
            );
        return lists.Count == ValImages
            ? lists
            : throw LabelFile.Invalid(
                $"{file.Name} has {lists.Count:N0} lists; ReaL has 50,000, one for each val image in the order of their numbers"
            );
    }
}
