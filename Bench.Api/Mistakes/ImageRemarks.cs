using Bench.Api.LabelErrors;
using Bench.Data.Labels;
using Bench.Service.Labels;

namespace Bench.Api.Mistakes;

/// <summary>People's notes on a dataset's images: how bad a mistake there is, and whether the label itself is
/// wrong.</summary>
/// <param name="Reviews">Reviews of the labels that came with a label set; null when there are none.</param>
/// <param name="Verdicts">Operators' own verdicts, by image: they win over reviews.</param>
/// <param name="Severities">Columns of severity, one for each set of reviewed mistakes.</param>
internal sealed record ImageRemarks(
    LabelReviews? Reviews,
    IReadOnlyDictionary<int, Verdict> Verdicts,
    IReadOnlyList<LabelColumn> Severities
)
{
    /// <summary>Severities that occur, in the order of their names.</summary>
    public IReadOnlyList<string> KnownSeverities =>
        [.. Severities.SelectMany(column => column.Values).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    /// <summary>Whether anybody has looked at the labels.</summary>
    public bool KnowsLabels => Reviews is not null || Verdicts.Count > 0;

    /// <summary>Whether people found the label wrong: another class is right instead, or none is.</summary>
    public bool IsLabelWrong(int image) =>
        Verdicts.TryGetValue(image, out var verdict)
            ? verdict is Verdict.Guessed or Verdict.Neither
            : Reviews?.Of(image) is { } said && LabelReviews.Wrong.Contains(said);

    public bool HasSeverity(int image, string severity) =>
        Severities.Any(column => string.Equals(column.Of(image), severity, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every remark on a picture.</summary>
    public IReadOnlyList<string> Of(int image)
    {
        var notes = new List<string>();
        if (Verdicts.TryGetValue(image, out var verdict))
            notes.Add($"operator: {Words(verdict)}");
        else if (Reviews?.Of(image) is { } said)
            notes.Add($"reviewers: {Words(said)}");
        notes.AddRange(
            Severities
                .Select(column => column.Of(image))
                .OfType<string>()
                .Distinct()
                .Select(severity => $"mistake: {severity.ToLowerInvariant()}")
        );
        return notes;
    }

    /// <summary>A verdict for people.</summary>
    public static string Words(Verdict verdict) => Words(verdict.ToString().ToLowerInvariant());

    /// <summary>A reviewer's verdict in words, from the id that the API and published reviews have for it.</summary>
    public static string Words(string verdict) =>
        verdict switch
        {
            LabelReviews.Given => "the label is right",
            LabelReviews.GuessedWon => "the label is wrong",
            LabelReviews.Both => "the label and another class are right",
            LabelReviews.Neither => "no class fits",
            "unclear" => "it cannot be told",
            _ => "no majority",
        };
}
