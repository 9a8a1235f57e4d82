using Bench.Api.Leaderboard;
using Bench.Metrics.Comparison;

namespace Bench.Api.Compare;

/// <summary>One model's outcomes under the compared label set.</summary>
internal sealed record ComparedOutcomes(BoardEntry Entry, ImageOutcomes Outcomes);
