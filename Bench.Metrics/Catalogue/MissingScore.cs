namespace Bench.Metrics.Catalogue;

/// <summary>A metric that could not be computed, and why, in words for a person.</summary>
public sealed record MissingScore(string Metric, string Reason);
