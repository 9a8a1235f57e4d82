using System.Globalization;
using Bench.Api.Audits;
using Bench.Api.Explanations;
using Bench.Service.Explanations;

namespace Bench.Api.Pages;

/// <summary>Audits and explanations of a model, as its page shows them.</summary>
/// <param name="Audits">Those that the reader may see, newest first.</param>
/// <param name="Samples">Explanations of samples that have completed, newest first.</param>
internal sealed record ModelInquiries(IReadOnlyList<ModelAuditView> Audits, IReadOnlyList<ExplanationView> Samples)
{
    public static string Found(ModelAuditView audit) =>
        audit switch
        {
            { Error: { } failure } => failure.Message,
            { SpotCheck.Sentence: { } sentence } => $"{sentence}.",
            { Ownership: { Hits: { } hits, Detected: { } detected } asked } => string.Create(
                CultureInfo.InvariantCulture,
                $"{hits:N0} of {asked.Keys:N0} secret keys among the best {asked.TopK} classes, log10 p = {asked.Log10PValue:0.00}: "
                    + $"{(detected ? "trained on the data" : "not detected")} at level {asked.Level:R}."
            ),
            _ => "",
        };

    /// <summary>What takes something from the numbers of a sample, after how many images it has.</summary>
    public static string Doubts(ExplanationSummary results) =>
        (results.Flat > 0 ? $", {results.Flat:N0} with a map that is the same everywhere" : "")
        + (results.Steps is { } steps ? $"; no gradient passes {string.Join(", ", steps)}" : "");

    /// <summary>Images that pointing leaves out, and why; null where it leaves none out.</summary>
    public static string? LeftOut(ExplanationSummary results) =>
        results.Pointing is { Beyond: > 0 } pointing
            ? pointing.Problem ?? $"{pointing.Beyond:N0} left out: a box reaches beyond the picture"
            : null;

    /// <summary>0.421 (0.391–0.451).</summary>
    public static string Area(MeanOf mean) =>
        mean is { CiLow: { } low, CiHigh: { } high }
            ? string.Create(CultureInfo.InvariantCulture, $"{mean.Value:0.000} ({low:0.000}–{high:0.000})")
            : mean.Value.ToString("0.000", CultureInfo.InvariantCulture);
}
