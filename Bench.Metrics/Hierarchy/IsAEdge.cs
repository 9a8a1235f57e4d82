namespace Bench.Metrics.Hierarchy;

/// <summary>One is-a relation: <paramref name="Child"/> is a kind of <paramref name="Parent"/>.</summary>
public readonly record struct IsAEdge(string Parent, string Child);
