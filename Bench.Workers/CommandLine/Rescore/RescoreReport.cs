namespace Bench.Workers.CommandLine.Rescore;

/// <summary>The result of <c>rescore</c>.</summary>
/// <param name="Evaluations">Evaluations that will be rescored.</param>
internal sealed record RescoreReport(int Evaluations);
