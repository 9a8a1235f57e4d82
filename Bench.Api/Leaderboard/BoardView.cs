namespace Bench.Api.Leaderboard;

/// <summary>One dataset under one of its current label sets: what a board is about.</summary>
internal sealed record BoardView(
    Guid DatasetId,
    string Dataset,
    int ImageCount,
    Guid LabelSetId,
    string LabelSet,
    int Version,
    int Used);
