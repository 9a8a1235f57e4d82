namespace Bench.Data.Outcomes;

/// <summary>Why something ended badly: a stable code for scripts, a sentence for a person, a next step.</summary>
public sealed record Failure(string Code, string Message, string NextStep);
