namespace Bench.Api.Leaderboard;

/// <summary>Costs of the models of a board, next to their scores.</summary>
internal static class BoardCosts
{
    /// <summary>By key, with a title for people.</summary>
    public static readonly IReadOnlyDictionary<string, (string Title, bool HigherIsBetter, Func<BoardEntry, double?> Of)> All =
        new Dictionary<string, (string, bool, Func<BoardEntry, double?>)>
        {
            ["parameters"] = ("Parameters", false, entry => entry.Parameters),
            ["macs"] = ("Multiply-accumulates per image", false, entry => entry.Macs),
            ["imagesPerSecond"] = ("Images per second", true, entry => entry.ImagesPerSecond),
        };
}
