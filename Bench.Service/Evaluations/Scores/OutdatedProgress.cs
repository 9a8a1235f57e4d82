namespace Bench.Service.Evaluations.Scores;

/// <summary>How far the scoring of what an older catalogue scored is.</summary>
/// <param name="Evaluations">Evaluations that have scores.</param>
/// <param name="Outdated">Those whose scores are older than the catalogue, failures included.</param>
/// <param name="Failed">Those that could not be rescored.</param>
/// <param name="FirstError">Why the first of them could not.</param>
public sealed record OutdatedProgress(int Evaluations, int Outdated, int Failed, string? FirstError);
