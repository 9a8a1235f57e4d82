using System.Globalization;
using System.Text;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;

namespace Bench.Api.Reports;

/// <summary>The head of a model card as the Hugging Face hub reads it: YAML with licence, tags and a <c>model-index</c>
/// of the usual numbers.</summary>
/// <remarks>https://github.com/huggingface/hub-docs/blob/main/modelcard.md. Rates are fractions.</remarks>
internal static class ModelIndex
{
    /// <summary>Licences that the hub knows by these names; any other is <c>other</c> with its own name.</summary>
    static readonly HashSet<string> Licences =
    [
        "apache-2.0",
        "mit",
        "bsd-2-clause",
        "bsd-3-clause",
        "cc0-1.0",
        "cc-by-4.0",
        "cc-by-sa-4.0",
        "cc-by-nc-4.0",
        "cc-by-nc-sa-4.0",
        "gpl-3.0",
        "lgpl-3.0",
        "agpl-3.0",
        "openrail",
    ];

    public static string Write(ModelReport report)
    {
        var text = new StringBuilder("---\n").Append(Licence(report.Model)).Append("tags:\n- image-classification\n- bench\n");
        var results = report
            .Subjects.Select(subject => (subject, Lines: Metrics(report, subject).ToList()))
            .Where(result => result.Lines.Count > 0)
            .ToList();
        if (results.Count > 0)
            text.Append($"model-index:\n- name: {Text(report.Model.Name)}\n  results:\n");
        foreach (var (subject, lines) in results)
        {
            var dataset = report.Evaluations.First(evaluation => evaluation.Dataset == subject.Dataset);
            text.Append("  - task:\n      type: image-classification\n");
            text.Append(
                $"    dataset:\n      type: {Text(dataset.Variant)}\n      name: "
                    + $"{Text($"{subject.Dataset}, {subject.LabelSet} labels")}\n    metrics:\n"
            );
            text.AppendJoin("", lines);
        }
        return text.Append("---\n\n").ToString();
    }

    static IEnumerable<string> Metrics(ModelReport report, Leaderboard.Plans.BoardSubject subject)
    {
        foreach (var metric in MetricCatalog.All.Where(metric => metric.HubType is not null))
            if (report.Find(subject, metric.Id) is { } score)
                yield return $"    - type: {metric.HubType}\n      name: {Text(metric.Name + Doubts(report, score))}\n      value: "
                    + $"{score.Value.ToString("R", CultureInfo.InvariantCulture)}\n";
    }

    /// <summary>The hub has no field for doubts, and readers of the number see its name.</summary>
    static string Doubts(ModelReport report, ModelScore score) =>
        report.ChecksOf(score).Warnings().Codes() is { Length: > 0 } codes ? $" (in doubt: {codes})" : "";

    static string Licence(Model model) =>
        model.License?.Trim().ToLowerInvariant() switch
        {
            null or "" => "",
            var known when Licences.Contains(known) => $"license: {known}\n",
            _ => $"license: other\nlicense_name: {Text(model.License)}\n",
        };

    /// <summary>In quotes, as both YAML and JSON read it, with nothing that a page would take for a tag. JSON's escape of a
    /// letter beyond 16 bits is two of YAML's that are none.</summary>
    static string Text(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '"' or '\\')
                quoted.Append('\\').Append(rune);
            else if (Rune.IsControl(rune) || rune.Value is '<' or '>' or 0x2028 or 0x2029 or 0xFEFF)
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                quoted.Append(rune);
        return quoted.Append('"').ToString();
    }
}
