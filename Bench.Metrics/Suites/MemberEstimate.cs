using Bench.Metrics.Statistics;

namespace Bench.Metrics.Suites;

/// <summary>One model's number on one member of a suite.</summary>
/// <param name="Value">The number, in the unit of its metric.</param>
/// <param name="Interval">Its 95 % interval; <see cref="Statistics.Interval.None"/> where it has none.</param>
/// <param name="Group">Group of the member, such as <c>near</c>; empty where it is in none.</param>
public readonly record struct MemberEstimate(double Value, Interval Interval, string Group = "");
