using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Claims;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Labels by image name, collected entry by entry and then brought into manifest order; every wrong entry is counted before
/// anything is refused.</summary>
sealed class NamedLabels(LabelTarget target, LabelFile file)
{
    /// <summary>Numbers of an image that are one for each class, and no list of its classes.</summary>
    const int LeastColumns = 10;

    readonly ushort[]?[] _labels = new ushort[target.Manifest.Count][];
    readonly float[] _weights = [.. Enumerable.Repeat(1f, target.Manifest.Count)];
    readonly FirstTen _unknown = new();
    readonly FirstTen _ambiguous = new();
    readonly FirstTen _repeated = new();
    readonly FirstTen _classes = new();
    readonly CountedFromOne _counted = new(target.Classes.Count);
    readonly BoxCorners _boxes = new();
    string _unknownLabel = "";
    bool _areNumbers = true;
    readonly List<(int Image, double Weight, ushort[] Labels)> _weighed = [];
    bool _weighted;
    int _rows;
    int _ofAllClasses;

    /// <param name="name">Image name or path.</param>
    /// <param name="labels">Class ids or indices; none means that the image has no label.</param>
    /// <param name="weight">Weight of the image, or null.</param>
    /// <param name="where">Line or entry, for messages.</param>
    public void Add(string name, IReadOnlyList<string> labels, double? weight, string where)
    {
        _rows++;
        var image = target.Manifest.Index.Find(name);
        if (image < 0)
        {
            _areNumbers &= double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            (image == Service.Datasets.Manifests.ImageIndex.Ambiguous ? _ambiguous : _unknown).Add($"{name} ({where})");
            return;
        }
        if (_labels[image] is not null)
            _repeated.Add($"{name} ({where})");
        _boxes.Add(labels);
        _ofAllClasses += labels.Count == target.Classes.Count && labels.Count >= LeastColumns ? 1 : 0;
        var classes = new List<ushort>(labels.Count);
        foreach (var label in labels)
        {
            _counted.Add(label);
            if (target.Classes.Resolve(label) is { } index)
                classes.Add((ushort)index);
            else
            {
                _unknownLabel = label;
                _classes.Add($"'{label}' of {name} ({where})");
            }
        }
        // What single precision calls infinite, or nothing, is no weight that can be used.
        if (weight is < 0 || weight is { } w && (!float.IsFinite((float)w) || (w > 0 && (float)w == 0)))
            throw LabelFile.Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file.Name}, {where}: the weight of {FirstTen.Printable(name)} is {weight}; it must be 0 or more"
                ) + (weight > 0 && double.IsFinite(weight.Value) ? ", and within single precision, 1e-45 to 3.4e38" : "")
            );
        _labels[image] = [.. classes];
        _weights[image] = (float)(weight ?? 1);
        _weighted |= weight is not null;
        if (weight is { } given && classes.Count > 0)
            _weighed.Add((image, given, [.. classes]));
    }

    /// <param name="key">Key of the set.</param>
    /// <param name="strict">Whether entries about images that the dataset does not have are an error; else they are counted as
    /// unmatched.</param>
    public ImportedLabelSet ToSet(string key, bool strict)
    {
        if (_ofAllClasses > 0 && _ofAllClasses == _rows)
            throw LabelFile.Invalid(
                $"every image of {file.Name} has {target.Classes.Count:N0} numbers, one for each class, as of zeros and a one or of votes: "
                    + "give the number of the class instead, or of each of its classes"
            );
        if (_classes.Any)
            throw new LabelSetException(
                LabelSetCodes.ClassUnknown,
                $"{Counted.Of(_classes.Count, "label")} of {file.Name} "
                    + Counted.Word(_classes.Count, "is neither a class id nor an index", "are neither class ids nor indices")
                    + $" of '{target.Classes.Key}': "
                    + $"{_classes}{_counted}{target.Classes.WhyNot(_unknownLabel)}"
            );
        if (_boxes.WhyNot is { } boxes)
            throw LabelFile.Invalid($"{file.Name}: {boxes}");
        file.RequireOnce(_repeated);
        file.RequireSingleImages(_ambiguous);
        if (strict && _unknown.Any)
            throw new LabelSetException(
                LabelSetCodes.ImageUnknown,
                $"{Counted.Of(_unknown.Count, "image")} of {file.Name} {Counted.Word(_unknown.Count, "is", "are")} not in the "
                    + $"dataset: {_unknown}"
                    + (
                        $"{_unknown}".Contains('\uFFFD') ? ". Is the file UTF-8? Save it in that encoding"
                        : _areNumbers
                            ? ". They are numbers of rows, or names of which a spreadsheet made numbers: give each image's own name"
                        : ""
                    )
            );
        if (_rows == 0)
            throw LabelFile.Invalid($"{file.Name} has no rows");
        if (_labels.Any(classes => classes is not null) && _labels.All(classes => classes is null or []))
            throw LabelFile.Invalid($"every label of {file.Name} is empty");
        if (_weighted && _labels.Index().All(each => each.Item is null or [] || _weights[each.Index] == 0))
            throw LabelFile.Invalid($"every weight of {file.Name} is 0, so nothing could be counted under it");
        var labels = new LabelsBuilder(target);
        foreach (var classes in _labels)
            if (classes is { Length: > 0 })
                labels.Use(classes);
            else
                labels.Exclude(ExclusionReasons.NoLabel);
        var set = labels.ToSet(key, file) with { Unmatched = _unknown.Count };
        if (_boxes.Doubt is { } doubt)
            set = set with { Checks = [.. set.Checks, Check.Warning(CheckCodes.LabelsTooBroad, doubt)] };
        if (!_weighted)
            return set;
        if (WeightSense.Of(key, _weighed, target) is { } doubtful)
            set = set with { Checks = [.. set.Checks, doubtful] };
        return set with { Labels = set.Labels with { Weights = _weights } };
    }
}
