namespace Bench.Imaging.Crops;

/// <summary>A picture that could not be decoded and is left out of an evaluation, with the reason.</summary>
public sealed record ExcludedImage(int Index, string Name, string Reason);
