using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Service.Labels;
using Spectre.Console;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>The report for a person: what was run, the doctor's advice, and a table of scores for each label set. Rates are percent here,
/// as on the pages.</summary>
internal static class ReportTable
{
    /// <param name="all">Whether every metric is shown.</param>
    public static void Write(IAnsiConsole console, EvaluationReport report, bool all)
    {
        var (model, record) = (report.Model, report.Record);
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{model.Name}[/]: {model.Parameters / 1e6:0.00} M parameters, {model.Macs / 1e9:0.000} GMACs"
        );
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"sha256 {model.Sha256[..12]}");
        var images = Counted.Of(report.Dataset.Images, "image");
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{images}, {Counted.Of(report.Dataset.Classes, "class", "classes")}; {report.ImagesPerSecond:N0} images/s"
        );
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{record.Machine}, {record.Provider}, batch {record.Batch}, sandbox {record.Cage}, decoder {record.Decoder}"
        );
        foreach (var check in report.Checks)
            console.MarkupLineInterpolated($"[yellow]{check.Severity.ToString().ToLowerInvariant()}:[/] {check.Message}");
        if (record.Undecodable.Count > 0)
            console.MarkupLineInterpolated(
                $"[yellow]warning:[/] {Counted.Of(record.Undecodable.Count, "picture")} could not be decoded and were left out"
            );
        if (report.Advice is { } advice)
            console.MarkupLineInterpolated($"[yellow]advice:[/] {advice.Message} The preprocessing would be {advice.Preprocessing}");
        foreach (var labelSet in report.LabelSets)
            console.Write(Table(labelSet, all));
    }

    static Table Table(ReportedLabelSet labelSet, bool all)
    {
        var excluded = labelSet.Excluded.Count == 0 ? "" : $"; left out: {ExclusionReasons.Words(labelSet.Excluded)}";
        var table = new Table()
            .RoundedBorder()
            .Title($"labels: {Markup.Escape(labelSet.Key)}")
            .Caption($"{Counted.Of(labelSet.Used, "image")} used{Markup.Escape(excluded)}")
            .AddColumn("metric")
            .AddColumn(new TableColumn("value").RightAligned())
            .AddColumn(new TableColumn("95 % interval").RightAligned())
            .AddColumn(new TableColumn("n").RightAligned());
        var shown = labelSet
            .Scores.Where(score => all || MetricCatalog.Find(score.Metric) is not { Prominence: MetricProminence.Detail })
            .ToList();
        foreach (var score in shown)
        {
            var percent = MetricCatalog.Find(score.Metric) is { IsFraction: true };
            table.AddRow(
                Markup.Escape(MetricCatalog.Find(score.Metric)?.Name ?? score.Metric),
                Number(score.Value, percent),
                score is { CiLow: { } low, CiHigh: { } high }
                    ? $"{Number(low, percent)} – {Number(high, percent)}"
                    : $"none: {score.NoInterval}",
                score.N.ToString("N0", CultureInfo.InvariantCulture)
            );
        }
        return shown.Count < labelSet.Scores.Count
            ? table.Caption(
                $"{Counted.Of(labelSet.Used, "image")} used{Markup.Escape(excluded)}; {labelSet.Scores.Count - shown.Count} "
                    + $"more metrics with --all"
            )
            : table;
    }

    static string Number(double value, bool percent) =>
        percent
            ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) + " %"
            : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
