namespace Bench.Data.Work;

/// <summary>How far a piece of work is: units done of all (images, files), and how fast.</summary>
public readonly record struct WorkProgress(int Done, int Total, double? UnitsPerSecond = null);
