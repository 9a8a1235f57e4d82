namespace Bench.Api.Leaderboard;

/// <summary>A number with its 95 % interval and the images behind it.</summary>
internal readonly record struct BoardCell(double Value, double? CiLow, double? CiHigh, int N);
