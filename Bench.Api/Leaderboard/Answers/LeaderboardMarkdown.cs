using System.Text;

namespace Bench.Api.Leaderboard.Answers;

/// <summary>The same rows as a table in Markdown (GitHub's), for an issue, a README or a model card. Fractions are in
/// percent.</summary>
internal static class LeaderboardMarkdown
{
    public static string Write(LeaderboardResponse board)
    {
        var table = new LeaderboardTable(board);
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", table.Head.Select(Cell)).Append(" |\n");
        text.Append('|')
            .AppendJoin('|', table.Head.Select((_, column) => column == LeaderboardTable.NameColumn ? "---" : "--:"))
            .Append("|\n");
        foreach (var row in table.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(Cell)).Append(" |\n");
        text.Append('\n').Append(table.Caption).Append('\n');
        foreach (var doubt in table.Doubts)
            text.Append('\n').Append(Cell(doubt)).Append('\n');
        return text.ToString();
    }

    /// <summary>A name may hold what Markdown reads as markup: it is shown as it is.</summary>
    static string Cell(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
            text.Append(
                letter is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' or '~' ? $"\\{letter}" : letter.ToString()
            );
        return text.ToString();
    }
}
