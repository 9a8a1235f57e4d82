namespace Bench.Imaging.Corruptions;

/// <summary>A change of a picture before a model's own preprocessing sees it: Resize(256), CenterCrop(224), the
/// corruption, and a JPEG file's loss where one is asked for.</summary>
/// <param name="Corruption">The corruption.</param>
/// <param name="Level">Place among its levels, from 0.</param>
/// <param name="Key">What its random numbers begin from: see <see cref="Corruptor.KeyOf"/>.</param>
/// <param name="Quality">Quality of the JPEG, 1 to 100; null for none.</param>
/// <param name="Border">Pixels on every side of the source that are no part of the picture.</param>
public sealed record PictureShift(Corruption Corruption, int Level, ulong Key, int? Quality, int Border = 0);
