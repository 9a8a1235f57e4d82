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
    public static byte[] Of(LeaderboardPart part)
    {
        var metric = part.Plan.Metric;
        var rows = part
            .Entries.Select(entry => (Name: part.NameOf(entry), Rank: part.Ranking.Ranks[entry], Cell: part.Ranking[entry]))
            .Where(row => row.Cell is not null)
            .Select(row => Row(metric, $"{row.Rank}  {row.Name}", row.Cell!.Value.Value, row.Cell.Value.CiLow, row.Cell.Value.CiHigh));
        return LinkCard.Draw(
            $"{part.Plan.Subject.Dataset}, {part.Plan.Subject.LabelSet} labels",
            $"{metric.Name}, 95 % intervals; {Counted.Of(part.Matching, "model")}{(part.Doubts is { } doubts ? $"; {doubts}" : "")}",
            [.. rows.Take(LinkCard.MostRows)]
        );
    }

    /// <summary>The headline of each label set that a model has been scored under.</summary>
    public static byte[] Of(ModelReport report)
    {
        var rows = new List<LinkCardRow>();
        foreach (var subject in report.Subjects)
            if (
                MetricDirectory.Headline.FirstOrDefault(metric => report.Find(subject, metric.Id) is not null) is { } metric
                && report.Find(subject, metric.Id) is { } score
            )
            {
                var mark = report.ChecksOf(score).Warnings().Any() ? " †" : "";
                rows.Add(
                    Row(metric, $"{subject.Dataset}, {subject.LabelSet}: {metric.ShortName}{mark}", score.Value, score.CiLow, score.CiHigh)
                );
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
