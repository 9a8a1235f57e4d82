using Bench.Imaging.Corruptions;

namespace Bench.Imaging.Crops;

/// <summary>One picture of a dataset on disk.</summary>
/// <param name="Name">Its path inside the dataset: what errors name.</param>
/// <param name="Path">Its path.</param>
/// <param name="Sha256">Its content hash in hexadecimal as imported, or null when nobody asks whether it
/// changed.</param>
/// <param name="Shift">What is done to it before it is cropped; null for nothing.</param>
public readonly record struct ImageFile(string Name, string Path, string? Sha256 = null, PictureShift? Shift = null);
