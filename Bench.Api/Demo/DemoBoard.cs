using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Bench.Api.Demo;

/// <summary>The leaderboard as a table in a terminal.</summary>
internal static class DemoBoard
{
    public static Table Table(JsonElement board)
    {
        var table = new Table()
            .Border(TableBorder.Rounded)
            .Title("Leaderboard: demo")
            .AddColumn("#")
            .AddColumn(new TableColumn("model").NoWrap())
            .AddColumn(new TableColumn("top-1, %").RightAligned());
        var columns = board.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToArray();
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Title(column)).RightAligned());
        foreach (var row in board.GetProperty("rows").EnumerateArray())
            table.AddRow([
                row.GetProperty("rank").ToString(),
                Markup.Escape(row.GetProperty("model").GetProperty("name").GetString()!),
                Cell("top1", row),
                .. columns.Select(column => Cell(column, row.GetProperty("columns").GetProperty(column))),
            ]);
        return table;
    }

    static string Title(string column) =>
        column switch
        {
            $"{DemoFlow.Sets}:top1" => "by label sets",
            $"{DemoFlow.Corrected}:top1" => "corrected",
            _ => column.ToUpperInvariant(),
        };

    static string Cell(string column, JsonElement cell)
    {
        if (cell.ValueKind == JsonValueKind.Null || cell.GetProperty("value").ValueKind == JsonValueKind.Null)
            return "–";
        var percent = column.EndsWith("top1", StringComparison.Ordinal);
        // A terminal of 80 columns has room for the intervals of the rates; the page shows them all.
        return percent ? $"{Number("value")} [grey]{Number("ciLow")}–{Number("ciHigh")}[/]" : Number("value");

        string Number(string name) =>
            cell.GetProperty(name) is { ValueKind: JsonValueKind.Number } number
                ? (percent ? 100 * number.GetDouble() : number.GetDouble()).ToString(percent ? "F1" : "F3", CultureInfo.InvariantCulture)
                : "";
    }
}
