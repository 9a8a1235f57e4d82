using System.Globalization;

namespace Bench.Imaging.Contract;

/// <summary>Fields of a contract that say two different things, of which one would win without a word. Looked for in what is sent; a
/// contract that is stored has been settled.</summary>
static class Contradictions
{
    public static IEnumerable<PreprocessingError> In(Preprocessing contract)
    {
        if (contract.Resize is { } resize)
        {
            if (!StatedResize.Agrees(contract, resize))
                yield return new("resize", Sizes(contract, resize));
            if (contract.Test is not null)
                yield return new(
                    "resize",
                    $"{resize} is for one size of crop, and test_input_size or test_crop_pct name another one: leave the test fields out, "
                        + "or give crop_pct in place of resize"
                );
        }
        if (contract.ValueRange != ValueRange.Byte)
            yield break;
        if (contract.Mean.All(value => value is > 0 and < 1))
            yield break;
        if (IsOfUnit(contract.Mean.First) || IsOfUnit(contract.Mean.Second) || IsOfUnit(contract.Mean.Third))
            yield return new("mean", $"{Text(contract.Mean)} mixes units of 0 to 1 with those of 0 to 255, which value_range byte says");
        if (contract.Std.All(value => value < 1))
            yield return new(
                "std",
                $"{Text(contract.Std)} is in units of 0 to 1, and value_range byte says that pixels are from 0 to 255: multiply it by 255, "
                    + "or leave value_range out and divide the mean by 255"
            );

        static bool IsOfUnit(double value) => value is > 0 and < 1;
    }

    static string Sizes(Preprocessing contract, int resize)
    {
        var (height, width) = (Math.Floor(contract.Height / contract.CropPct), Math.Floor(contract.Width / contract.CropPct));
        var shorter = Math.Min(contract.Width, contract.Height);
        var (stated, part) =
            contract.Width == contract.Height
                ? ($"the shorter side becomes {resize}", FormattableString.Invariant($"{height}"))
                : (
                    $"a picture becomes {(long)resize * contract.Height / shorter} × {(long)resize * contract.Width / shorter}",
                    FormattableString.Invariant($"{height} × {width}")
                );
        return string.Create(
                CultureInfo.InvariantCulture,
                $"by resize {stated}, and by crop_pct {contract.CropPct} it becomes {part}, which is floor(side / crop_pct): "
            ) + "leave the one out that is not meant";
    }

    static string Text(ChannelValues values) =>
        string.Create(CultureInfo.InvariantCulture, $"[{values.First}, {values.Second}, {values.Third}]");
}
