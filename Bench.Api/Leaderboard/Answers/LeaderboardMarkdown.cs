using System.Text;
using Bench.Api.Reports;

namespace Bench.Api.Leaderboard.Answers;

/// <summary>The same rows as a table in Markdown (GitHub's), for an issue, a README or a model card. Fractions are in
/// percent.</summary>
internal static class LeaderboardMarkdown
{
    public static string Write(LeaderboardResponse board)
    {
        var table = new LeaderboardTable(board);
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", table.Head.Select(MarkdownText.Plain)).Append(" |\n");
        text.Append('|')
            .AppendJoin('|', table.Head.Select((_, column) => column == LeaderboardTable.NameColumn ? "---" : "--:"))
            .Append("|\n");
        foreach (var row in table.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(MarkdownText.Plain)).Append(" |\n");
        text.Append('\n').Append(MarkdownText.Plain(table.Caption)).Append('\n');
        foreach (var doubt in table.Doubts)
            text.Append('\n').Append(MarkdownText.Plain(doubt)).Append('\n');
        return text.ToString();
    }
}
