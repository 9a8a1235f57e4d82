using Bench.Api.Http;
using Bench.Data.Outcomes;

namespace Bench.Api.Evaluations.Facets;

/// <summary>Facets as CSV, one value a line. Fractions, full precision; an empty field is no number.</summary>
internal static class FacetCsv
{
    public static string Write(FacetAnswer answer)
    {
        var text = new CsvText();
        text.Line(
            "set",
            "version",
            "facet",
            "value",
            "n",
            "accuracy",
            "ci_low",
            "ci_high",
            "error_ratio",
            "error_ratio_low",
            "error_ratio_high",
            "ece",
            "ece_low",
            "ece_high",
            "p",
            "p_holm",
            "from",
            "films",
            "flip_rate",
            "flip_low",
            "flip_high",
            "flip_p",
            "flip_p_holm",
            "error_ratio_no_interval",
            "ece_no_interval",
            "checks"
        );
        foreach (var facet in answer.Facets)
        foreach (var row in facet.Values)
            text.Line(
                facet.Set,
                facet.Version,
                facet.Name,
                row.Value,
                row.N,
                row.Accuracy,
                row.CiLow,
                row.CiHigh,
                row.ErrorRatio,
                row.ErrorRatioLow,
                row.ErrorRatioHigh,
                row.Ece,
                row.EceLow,
                row.EceHigh,
                row.PValue,
                row.AdjustedPValue,
                facet.From,
                row.Flips?.Films,
                row.Flips?.Rate,
                row.Flips?.CiLow,
                row.Flips?.CiHigh,
                row.Flips?.PValue,
                row.Flips?.AdjustedPValue,
                row.ErrorRatioNoInterval?.Code,
                row.EceNoInterval?.Code,
                answer.Checks.Codes()
            );
        return text.ToString();
    }
}
