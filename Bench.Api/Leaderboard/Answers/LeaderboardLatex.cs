using System.Text;
using Bench.Api.Reports;

namespace Bench.Api.Leaderboard.Answers;

/// <summary>The same rows as a LaTeX table for the booktabs package. Fractions are in percent.</summary>
internal static class LeaderboardLatex
{
    public static string Write(LeaderboardResponse board)
    {
        var table = new LeaderboardTable(board);
        var text = new StringBuilder("% \\usepackage{booktabs}\n\\begin{tabular}{");
        for (var column = 0; column < table.Head.Count; column++)
            text.Append(column == LeaderboardTable.NameColumn ? 'l' : 'r');
        text.Append("}\n\\toprule\n").AppendJoin(" & ", table.Head.Select(LatexText.Plain)).Append(" \\\\\n\\midrule\n");
        foreach (var row in table.Rows)
            text.AppendJoin(" & ", row.Select(LatexText.Plain)).Append(" \\\\\n");
        text.Append("\\bottomrule\n\\end{tabular}\n");
        foreach (var doubt in table.Doubts)
            text.Append("\\par{\\footnotesize ").Append(LatexText.Plain(doubt)).Append("}\n");
        return text.Append("% ").Append(table.Caption).Append('\n').ToString();
    }
}
