namespace Bench.Metrics.Comparison;

/// <summary>Two models, by index, and the images on which exactly one of them is right.</summary>
internal readonly record struct ModelPair(int First, int Second, int OnlyFirst, int OnlySecond);
