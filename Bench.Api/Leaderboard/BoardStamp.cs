namespace Bench.Api.Leaderboard;

/// <summary>Changes whenever a scoring of a label set comes, goes or is replaced: the version of a board, read from an index alone.</summary>
internal readonly record struct BoardStamp(int Scorings, DateTime? Newest);
