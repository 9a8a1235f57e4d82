namespace Bench.Imaging.Contract;

/// <summary>timm's <c>test_input_size</c> and <c>test_crop_pct</c>: what its published accuracies were measured
/// with.</summary>
/// <param name="Height">Null where the size is that of training.</param>
/// <param name="Width">Null where the size is that of training.</param>
/// <param name="CropPct">Null where it is that of training.</param>
public sealed record TimmTest(int? Height, int? Width, double? CropPct);
