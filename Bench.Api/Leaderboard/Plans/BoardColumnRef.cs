using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>A column of a board: a metric of the board's own subject, or of another one.</summary>
/// <param name="Name">As written in the request: <c>metric</c>, <c>labelSet:metric</c> or
/// <c>dataset:labelSet:metric</c>.</param>
/// <param name="Subject">Where its numbers come from.</param>
/// <param name="Metric">Which numbers.</param>
internal sealed record BoardColumnRef(string Name, BoardSubject Subject, MetricDescription Metric);
