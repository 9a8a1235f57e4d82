namespace Bench.Api.Leaderboard;

/// <summary>One dataset under one of its current label sets: what a board is about.</summary>
/// <param name="Revision">Version of the board: another one wherever a scoring under the label set came, went or was replaced.</param>
internal sealed record BoardView(
    Guid DatasetId,
    string Dataset,
    int ImageCount,
    Guid LabelSetId,
    string LabelSet,
    int Version,
    int Used,
    long Revision);
