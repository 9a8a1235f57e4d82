namespace Bench.Workers.CommandLine.Rescore;

/// <summary>What <c>rescore</c> asked for.</summary>
/// <param name="Evaluations">Evaluations that will be rescored.</param>
internal sealed record RescoreReport(int Evaluations);
