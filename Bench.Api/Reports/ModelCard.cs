using System.Text;
using Bench.Api.Metrics;
using Bench.Api.Suites;

namespace Bench.Api.Reports;

/// <summary>A model card in Markdown, with the head that model hubs read: what the model is, its numbers with their
/// intervals, and the contracts that they rest on.</summary>
internal static class ModelCard
{
    public static string Write(ModelReport report, IReadOnlyList<SuiteReport> suites)
    {
        var model = report.Model;
        var text = new StringBuilder(ModelIndex.Write(report)).Append($"# {MarkdownText.Plain(model.Name)}\n\n");
        if (model.Description is { Length: > 0 } description)
            text.Append($"{MarkdownText.Plain(description)}\n\n");
        foreach (var (name, value) in ModelFacts.Of(report.Model))
            // An address between these is a link; with letters escaped it would lead elsewhere.
            text.Append($"- **{name}:** {(value == model.Url ? $"<{new Uri(value).AbsoluteUri}>" : MarkdownText.Plain(value))}\n");
        // Numbers and closed words alone: nothing in it ends the block.
        if (model.Preprocessing is { } contract)
            text.Append($"\nThe preprocessing as a manifest takes it:\n\n```json\n{contract}\n```\n");
        var doubts = report
            .Checks.Select(check => (Dataset: "", check))
            .Concat(report.Evaluations.SelectMany(evaluation => evaluation.Checks.Select(check => (evaluation.Dataset, check))))
            .Concat(
                report.Subjects.SelectMany(subject =>
                    report
                        .LabelChecks.GetValueOrDefault(subject.LabelSetId, [])
                        .Select(check => ($"{subject.Dataset}, {subject.LabelSet}", check))
                )
            )
            .Concat(report.OthersChecks.Select(check => (Dataset: "", check)))
            .DistinctBy(pair => pair.check)
            .ToList();
        if (doubts.Count > 0)
            text.Append("\n## What to know about these numbers\n\n");
        foreach (var (dataset, check) in doubts)
            text.Append($"- {(dataset.Length > 0 ? $"{dataset}: " : "")}{MarkdownText.Plain(check.Message)} (`{check.Code}`)\n");
        foreach (var subject in report.Subjects)
        {
            text.Append(
                $"\n## {subject.Dataset}, {subject.LabelSet} labels (version {subject.Version})\n\n| metric | value | 95 % interval | "
                    + "images |\n|---|---:|---:|---:|\n"
            );
            foreach (var metric in MetricDirectory.All)
                if (report.Find(subject, metric.Id) is { } score)
                    text.Append(
                        $"| {metric.Name} | {NumberText.WithUnit(metric, score.Value)} | "
                            + $"{NumberText.Interval(metric, score.CiLow, score.CiHigh, score.WhyNoInterval)} | "
                            + $"{NumberText.Whole(score.N)} |\n"
                    );
        }
        foreach (var suite in suites)
            Append(text, suite);
        text.Append("\n## What the numbers mean\n\n");
        var metrics = report.Metrics;
        foreach (var metric in MetricDirectory.All.Where(metric => metrics.Contains(metric.Id)))
            text.Append($"- **{metric.Name}** (`{metric.Id}`, version {metric.Version}): {metric.Formula}. {metric.Source}\n");
        return text.ToString();
    }

    /// <summary>A suite's numbers; a mean over fewer sets says so.</summary>
    static void Append(StringBuilder text, SuiteReport suite)
    {
        text.Append(
            $"\n## {MarkdownText.Plain(suite.Title)} (suite `{suite.Suite}`, version {suite.Version}), {suite.Coverage}\n\n"
                + "| number | value | 95 % interval | sets |\n|---|---:|---:|---|\n"
        );
        foreach (var number in suite.Also.Prepend(suite.Headline))
        {
            var (value, ends) = ("no number", "–");
            if (number.Value is { } known && MetricDirectory.Find(number.Metric) is { } metric)
                (value, ends) = (
                    NumberText.WithUnit(metric, known),
                    NumberText.Interval(metric, number.CiLow, number.CiHigh, number.NoInterval?.Code)
                );
            var missing = number.Missing.Count == 0 ? "" : $"; missing: {MarkdownText.Plain(string.Join(", ", number.Missing))}";
            text.Append($"| {MarkdownText.Plain(number.Title)} | {value} | {ends} | {number.Members} of {number.Of}{missing} |\n");
        }
    }
}
