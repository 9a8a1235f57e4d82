using System.Text.Json;

namespace Bench.Imaging.Contract;

/// <summary>Gathers the fields of a preprocessing contract one by one, with every error on the way.</summary>
sealed class PreprocessingReader
{
    readonly List<PreprocessingError> errors = [];
    readonly HashSet<string> seen = [];
    ChannelValues? mean;
    ChannelValues? std;
    TimmTest? test;
    Preprocessing contract = new();

    public static IReadOnlyList<string> Fields { get; } =
    ["input_size", "interpolation", "crop_pct", "crop_mode", "resize", "mean", "std", "channel_order", "layout", "value_range"];

    public static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public void Refuse(string field, string message) => errors.Add(new(field, message));

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
        if (!seen.Add(name))
            Refuse(name, "given twice");
        switch (name)
        {
            case "input_size":
                TakeInputSize(value);
                break;
            case "interpolation":
                contract = contract with { Interpolation = OneOf(name, value, contract.Interpolation) };
                break;
            case "crop_pct":
                contract = contract with { CropPct = Number(name, value) ?? contract.CropPct };
                break;
            case "crop_mode":
                contract = contract with { CropMode = OneOf(name, value, contract.CropMode) };
                break;
            case "resize":
                contract = contract with { Resize = Whole(name, value) };
                break;
            case "mean":
                mean = Three(name, value);
                break;
            case "std":
                std = Three(name, value);
                break;
            case "channel_order":
                contract = contract with { ChannelOrder = OneOf(name, value, contract.ChannelOrder) };
                break;
            case "layout":
                contract = contract with { Layout = OneOf(name, value, TensorLayout.Nchw) };
                break;
            case "value_range":
                contract = contract with { ValueRange = OneOf(name, value, contract.ValueRange) };
                break;
        }
        return true;
    }

    /// <summary>The contract, or null with all errors. The ImageNet defaults of mean and std follow the channel order; for bytes there is
    /// no default.</summary>
    public Preprocessing? Finish(out IReadOnlyList<PreprocessingError> all)
    {
        RequireForBytes("mean");
        RequireForBytes("std");
        var reversed = contract.ChannelOrder == ChannelOrder.Bgr;
        contract = contract with
        {
            Mean = mean ?? (reversed ? Preprocessing.ImageNetMean.Reversed : Preprocessing.ImageNetMean),
            Std = std ?? (reversed ? Preprocessing.ImageNetStd.Reversed : Preprocessing.ImageNetStd),
        };
        if (
            test is not null
            && (test.Height ?? contract.Height, test.Width ?? contract.Width, test.CropPct ?? contract.CropPct)
                != (contract.Height, contract.Width, contract.CropPct)
        )
            contract = contract with { Test = test };
        errors.AddRange(contract.Validate());
        all = errors;
        return errors.Count == 0 ? contract : null;
    }

    void RequireForBytes(string field)
    {
        if (contract.ValueRange == ValueRange.Byte && !seen.Contains(field))
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
            contract = contract with { Height = height!.Value, Width = width!.Value };
        }
        else
            Refuse("input_size", $"{value} must be three whole numbers: channels, height, width, as in [3, 224, 224]");
    }

    void TakeTest(string name, JsonElement value)
    {
        test ??= new TimmTest(null, null, null);
        if (name == "test_crop_pct")
            test =
                Number(name, value) is not { } part ? test
                : part is > 0 and <= 1 ? test with { CropPct = part }
                : Refused(name, FormattableString.Invariant($"{part} must lie in (0, 1]{Preprocessing.Percent(part)}"));
        else if (
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() == 3
            && value.EnumerateArray().All(side => Whole(side) is > 0 and <= Preprocessing.MaximumSide)
        )
            test = test with { Height = Whole(value[1]), Width = Whole(value[2]) };
        else
            Refuse(
                name,
                $"{value} must be three whole numbers up to {Preprocessing.MaximumSide}: channels, height, width, as in [3, 288, 288]"
            );
    }

    TimmTest? Refused(string name, string message)
    {
        Refuse(name, message);
        return test;
    }

    T OneOf<T>(string name, JsonElement value, T otherwise)
        where T : struct, Enum
    {
        if (value.ValueKind == JsonValueKind.String)
            foreach (var known in Enum.GetValues<T>())
                if (string.Equals(Name(known), value.GetString(), StringComparison.OrdinalIgnoreCase))
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
