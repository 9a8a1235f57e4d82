using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Bench.Api.Pages.Drawing;
using Bench.Api.Reports;
using Bench.Data.Outcomes;

namespace Bench.Api.Pages;

/// <summary>Contents of the pictures of links to boards and models.</summary>
internal static class LinkCards
{
    /// <summary>The first rows of a board.</summary>
    public static byte[] Of(LeaderboardView view)
    {
        var metric = view.Plan.Metric;
        var rows = view
            .Entries.Select(entry => (Name: view.NameOf(entry), Rank: view.Ranking.Ranks[entry], Cell: view.Ranking[entry]))
            .Where(row => row.Cell is not null)
            .Select(row => Row(metric, $"{row.Rank}  {row.Name}", row.Cell!.Value.Value, row.Cell.Value.CiLow, row.Cell.Value.CiHigh));
        return LinkCard.Draw(
            $"{view.Plan.View.Dataset}, {view.Plan.View.LabelSet} labels",
            $"{metric.Name}, 95 % intervals; {Counted.Of(view.Matching, "model")}{(view.Doubts is { } doubts ? $"; {doubts}" : "")}",
            [.. rows.Take(LinkCard.MostRows)]
        );
    }

    /// <summary>The headline of each label view that a model has been scored under.</summary>
    public static byte[] Of(ModelReport report)
    {
        var rows = new List<LinkCardRow>();
        foreach (var view in report.Views)
            if (
                MetricDirectory.Headline.FirstOrDefault(metric => report.Find(view, metric.Id) is not null) is { } metric
                && report.Find(view, metric.Id) is { } score
            )
            {
                var mark = report.ChecksOf(score).Warnings().Any() ? " †" : "";
                rows.Add(Row(metric, $"{view.Dataset}, {view.LabelSet}: {metric.ShortName}{mark}", score.Value, score.CiLow, score.CiHigh));
            }
        var doubts = rows.Exists(row => row.Name.EndsWith('†')) ? "† in doubt" : null;
        var kind = new[] { doubts, report.Model.Architecture, report.Model.Precision, report.Model.TrainingData };
        return LinkCard.Draw(
            report.Model.Name,
            rows.Count == 0 ? "Not evaluated yet" : string.Join(" · ", kind.Where(text => !string.IsNullOrEmpty(text))),
            rows
        );
    }

    static LinkCardRow Row(MetricDescription metric, string name, double value, double? low, double? high) =>
        new(name, value, low, high, NumberText.WithUnit(metric, value), NumberText.Ends(metric, low, high));
}
