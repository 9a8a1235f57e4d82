using System.Text.Json;

namespace Bench.Imaging.Contract;

/// <summary>Gathers the fields of a preprocessing contract one by one, with every error on the way.</summary>
sealed class PreprocessingReader
{
    readonly List<PreprocessingError> _errors = [];
    readonly HashSet<string> _seen = [];
    ChannelValues? _mean;
    ChannelValues? _std;
    TimmTest? _test;
    Preprocessing _contract = new();

    public static IReadOnlyList<string> Fields { get; } =
    ["input_size", "interpolation", "crop_pct", "crop_mode", "resize", "mean", "std", "channel_order", "layout", "value_range"];

    public static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public void Refuse(string field, string message) => _errors.Add(new(field, message));

    /// <summary>Takes one field under its snake_case name.</summary>
    /// <returns>False when the name is none of <see cref="Fields"/>.</returns>
    public bool Take(string name, JsonElement value)
    {
        if (name is "test_input_size" or "test_crop_pct")
        {
            TakeTest(name, value);
            return true;
        }
        if (!Fields.Contains(name))
            return false;
        if (!_seen.Add(name))
            Refuse(name, "given twice");
        switch (name)
        {
            case "input_size":
                TakeInputSize(value);
                break;
            case "interpolation":
                _contract = _contract with { Interpolation = OneOf(name, value, _contract.Interpolation) };
                break;
            case "crop_pct":
                _contract = _contract with { CropPct = Number(name, value) ?? _contract.CropPct };
                break;
            case "crop_mode":
                _contract = _contract with { CropMode = OneOf(name, value, _contract.CropMode) };
                break;
            case "resize":
                _contract = _contract with { Resize = Whole(name, value) };
                break;
            case "mean":
                _mean = Three(name, value);
                break;
            case "std":
                _std = Three(name, value);
                break;
            case "channel_order":
                _contract = _contract with { ChannelOrder = OneOf(name, value, _contract.ChannelOrder) };
                break;
            case "layout":
                _contract = _contract with { Layout = OneOf(name, value, TensorLayout.Nchw) };
                break;
            case "value_range":
                _contract = _contract with { ValueRange = OneOf(name, value, _contract.ValueRange) };
                break;
        }
        return true;
    }

    /// <summary>The contract, or null with all errors. The ImageNet defaults of mean and std follow the channel order; for bytes there is
    /// no default.</summary>
    /// <param name="all">The errors.</param>
    /// <param name="stored">Whether the contract was accepted before, and <c>resize</c> is what holds in it.</param>
    public Preprocessing? Finish(out IReadOnlyList<PreprocessingError> all, bool stored = false)
    {
        RequireForBytes("mean");
        RequireForBytes("std");
        var reversed = _contract.ChannelOrder == ChannelOrder.Bgr;
        _contract = _contract with
        {
            Mean = _mean ?? (reversed ? Preprocessing.ImageNetMean.Reversed : Preprocessing.ImageNetMean),
            Std = _std ?? (reversed ? Preprocessing.ImageNetStd.Reversed : Preprocessing.ImageNetStd),
        };
        if (stored || !_seen.Contains("crop_pct"))
            _contract = StatedResize.WithPart(_contract);
        if (
            _test is not null
            && (_test.Height ?? _contract.Height, _test.Width ?? _contract.Width, _test.CropPct ?? _contract.CropPct)
                != (_contract.Height, _contract.Width, _contract.CropPct)
        )
            _contract = _contract with { Test = _test };
        _errors.AddRange(_contract.Validate());
        if (!stored && _errors.Count == 0)
            _errors.AddRange(Contradictions.In(_contract));
        all = _errors;
        return _errors.Count == 0 ? _contract : null;
    }

    void RequireForBytes(string field)
    {
        if (_contract.ValueRange == ValueRange.Byte && !_seen.Contains(field))
            Refuse(field, $"value_range byte needs an explicit {field}, in [0, 255] units (mean 0 and std 1 feed the pixels as they are)");
    }

    void TakeInputSize(JsonElement value)
    {
        if (
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() == 3
            && value.EnumerateArray().All(side => Whole(side) is not null)
        )
        {
            var (channels, height, width) = (Whole(value[0]), Whole(value[1]), Whole(value[2]));
            if (channels != 3)
                Refuse("input_size", $"{channels} channels: the first number must be 3, as in [3, 224, 224]");
            _contract = _contract with { Height = height!.Value, Width = width!.Value };
        }
        else
            Refuse("input_size", $"{value} must be three whole numbers: channels, height, width, as in [3, 224, 224]");
    }

    void TakeTest(string name, JsonElement value)
    {
        _test ??= new TimmTest(null, null, null);
        if (name == "test_crop_pct")
            _test =
                Number(name, value) is not { } part ? _test
                : part is > 0 and <= 1 ? _test with { CropPct = part }
                : Refused(name, FormattableString.Invariant($"{part} must lie in (0, 1]{Preprocessing.Percent(part)}"));
        else if (
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() == 3
            && value.EnumerateArray().All(side => Whole(side) is > 0 and <= Preprocessing.MaximumSide)
        )
            _test = _test with { Height = Whole(value[1]), Width = Whole(value[2]) };
        else
            Refuse(
                name,
                $"{value} must be three whole numbers up to {Preprocessing.MaximumSide}: channels, height, width, as in [3, 288, 288]"
            );
    }

    TimmTest? Refused(string name, string message)
    {
        Refuse(name, message);
        return _test;
    }

    T OneOf<T>(string name, JsonElement value, T otherwise)
        where T : struct, Enum
    {
        // torchvision prints "InterpolationMode.BICUBIC", Pillow "Resampling.BICUBIC".
        if (value.ValueKind == JsonValueKind.String)
            foreach (var known in Enum.GetValues<T>())
                if (string.Equals(Name(known), value.GetString()!.Split('.')[^1], StringComparison.OrdinalIgnoreCase))
                    return known;
        Refuse(name, $"'{value}' is not supported; known are {string.Join(", ", Enum.GetValues<T>().Select(Name))}");
        return otherwise;
    }

    double? Number(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetDouble();
        Refuse(name, $"'{value}' must be a number");
        return null;
    }

    int? Whole(string name, JsonElement value)
    {
        if (Whole(value) is { } whole)
            return whole;
        Refuse(name, $"'{value}' must be a whole number");
        return null;
    }

    ChannelValues? Three(string name, JsonElement value)
    {
        if (
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() == 3
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number)
        )
            return new(value[0].GetDouble(), value[1].GetDouble(), value[2].GetDouble());
        Refuse(name, $"{value} must be three numbers, one for each channel in the model's channel order");
        return null;
    }

    static int? Whole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) ? whole : null;
}
