using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Imaging.Contract;

namespace Bench.Service.Models;

/// <summary>Settles whether timm's evaluation size is used: wherever the graph takes it.</summary>
public static class TimmTestSize
{
    /// <param name="preprocessing">As it was read.</param>
    /// <param name="height">Of the graph's input; null when open.</param>
    /// <param name="width">Of the graph's input; null when open.</param>
    /// <returns>The contract to store, and what is said about it.</returns>
    public static (Preprocessing Preprocessing, Check? Check) Settle(Preprocessing preprocessing, int? height, int? width)
    {
        if (preprocessing.Test is not { } test)
            return (preprocessing, null);
        var training = preprocessing with { Test = null };
        var wanted = training with
        {
            Height = test.Height ?? training.Height,
            Width = test.Width ?? training.Width,
            CropPct = test.CropPct ?? training.CropPct,
        };
        if ((height ?? wanted.Height, width ?? wanted.Width) == (wanted.Height, wanted.Width))
            return (
                wanted,
                Check.Note(
                    CheckCodes.TimmTestSize,
                    $"timm's test_input_size and test_crop_pct are used: {Words(wanted)} in place of {Words(training)}."
                )
            );
        return (
            training,
            Check.Note(
                CheckCodes.TimmTestSize,
                $"timm's test_input_size and test_crop_pct ({Words(wanted)}) are not used, because the graph takes pictures of "
                    + $"{height} × {width}: {Words(training)} is."
            )
        );
    }

    static string Words(Preprocessing contract) =>
        string.Create(CultureInfo.InvariantCulture, $"{contract.Height} × {contract.Width} with crop_pct {contract.CropPct}");
}
