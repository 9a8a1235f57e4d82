namespace Bench.Service.Audits;

/// <param name="EvaluationId">The submitted predictions.</param>
/// <param name="ModelId">The uploaded model that they are said to be of.</param>
/// <param name="Images">Rows to make again, 1 to 2,000; 500 when absent, all where there are fewer.</param>
public sealed record SpotCheckRequest(Guid EvaluationId, Guid ModelId, int? Images = null);
