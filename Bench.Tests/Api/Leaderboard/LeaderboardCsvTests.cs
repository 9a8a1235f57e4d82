using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Answers;

namespace Bench.Tests.Api.Leaderboard;

public sealed class LeaderboardCsvTests
{
    [Theory]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("plain", "plain")]
    public void A_name_is_text_whatever_is_in_it(string name, string field)
    {
        var row = new LeaderboardRow(
            1,
            [1, 1],
            1,
            new(Guid.Empty, name, null, null, null, null, null, [], null, null, null, default),
            Guid.Empty,
            true,
            [],
            0.5,
            0.4,
            0.6,
            10,
            new Dictionary<string, LeaderboardCell?>(),
            [],
            null
        );
        var board = new LeaderboardResponse("d", "l", 1, "top1", true, "pairedTests", [], [], 1, 1, [row], null, null);

        LeaderboardCsv.Write(board).Split("\r\n")[1].ShouldContain($",{field},");
    }
}
