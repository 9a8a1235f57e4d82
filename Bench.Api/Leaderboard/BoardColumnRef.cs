using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard;

/// <summary>A column of a board: a metric of the board's own view, or of another one.</summary>
/// <param name="Name">As written in the request: <c>metric</c>, <c>labelSet:metric</c> or <c>dataset:labelSet:metric</c>.</param>
/// <param name="View">Where its numbers come from.</param>
/// <param name="Metric">Which numbers.</param>
internal sealed record BoardColumnRef(string Name, BoardView View, MetricDescription Metric);
