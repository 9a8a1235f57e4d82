using System.Globalization;
using System.Text;
using Bench.Data.Evaluations;
using Bench.Data.Models;

namespace Bench.Api.Reports;

/// <summary>Citations for a model's numbers: the model, the data and label sets that they rest on, and Bench.</summary>
internal static class BibTeX
{
    const string Bench = """
        @misc{bench,
          title = {{Bench}: {ImageNet} classifiers evaluated with their uncertainty},
          author = {{The Bench authors}},
          year = {2026}
        }
        """;

    public static string Write(ModelReport report)
    {
        var variants = report
            .Evaluations.Where(evaluation => evaluation.State == EvaluationState.Completed)
            .Select(evaluation => evaluation.Variant)
            .Distinct()
            .SelectMany(Citations.OfVariant);
        var labels = report.LabelFormats.SelectMany(Citations.OfLabels);
        return string.Join("\n\n", [Own(report.Model), .. variants.Concat(labels).Distinct(), Bench]) + "\n";
    }

    static string Own(Model model)
    {
        var year = model.CreatedAt.Year.ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder($"@misc{{{Key(model, year)},\n  title = {{{LatexText.Plain(model.Name)}}},\n  year = {{{year}}}");
        // A brace would end the field.
        var url = model.Url?.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal);
        if (url is { Length: > 0 })
            text.Append($",\n  howpublished = {{\\url{{{url}}}}}");
        string?[] facts =
        [
            model.Architecture,
            model.TrainingData is { Length: > 0 } data ? $"trained on {data}" : null,
            model.Sha256 is { } hash ? $"SHA-256 {hash}" : "predictions only",
        ];
        var note = LatexText.Plain(string.Join(", ", facts.Where(fact => !string.IsNullOrEmpty(fact))));
        return text.Append($",\n  note = {{{note}}}\n}}").ToString();
    }

    /// <summary>Letters and digits of a name, for BibTeX takes little else for sure, the year, and the end of the id:
    /// two entries may have one name, and with fewer letters others may.</summary>
    static string Key(Model model, string year)
    {
        var letters = new string([.. model.Name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return $"{(char.IsAsciiLetter(letters.FirstOrDefault()) ? letters : $"model{letters}")}{year}-{model.Id.ToString("N")[^6..]}";
    }
}
