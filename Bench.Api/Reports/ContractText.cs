using System.Globalization;
using Bench.Imaging.Contract;

namespace Bench.Api.Reports;

/// <summary>A preprocessing contract in words.</summary>
internal static class ContractText
{
    /// <param name="stored">The contract as canonical JSON; null for none that was declared.</param>
    /// <returns>For example "224 × 224, bicubic, crop 0.95 (center), mean 0.485 0.456 0.406, std 0.229 0.224 0.225, RGB in [0, 1]"; null
    /// where nothing was declared.</returns>
    public static string? Of(string? stored)
    {
        if (stored is null || PreprocessingJson.ReadStored(stored, out _) is not { } contract)
            return stored;
        var resize = contract.Resize is { } side ? $"shorter side to {side}" : $"crop {Number(contract.CropPct)}";
        var range = contract.ValueRange is ValueRange.Unit ? "[0, 1]" : "[0, 255]";
        return $"{contract.Height} × {contract.Width}, {Lower(contract.Interpolation)}, {resize} ({Lower(contract.CropMode)}), "
            + $"mean {Values(contract.Mean)}, std {Values(contract.Std)}, {contract.ChannelOrder.ToString().ToUpperInvariant()} in {range}";
    }

    static string Values(ChannelValues values) => $"{Number(values.First)} {Number(values.Second)} {Number(values.Third)}";

    static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    static string Lower(Enum value) => value.ToString().ToLowerInvariant();
}
