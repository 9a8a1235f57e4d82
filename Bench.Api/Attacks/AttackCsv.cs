using Bench.Api.Http;
using Bench.Service.Attacks;

namespace Bench.Api.Attacks;

/// <summary>Images of an attack as CSV, one image at one ε a line; of a certificate one image a line, of others one
/// image and what it was asked for.</summary>
internal static class AttackCsv
{
    /// <summary>Columns that every attacked image has, whatever the attack.</summary>
    internal static readonly string[] ImageHeads = ["image", "path", "label", "clean_right", "clean_margin"];

    /// <summary>Columns that end every line: codes of checks, and flags of the attack.</summary>
    internal static readonly string[] DoubtHeads = ["checks", "flags"];

    /// <param name="spec">What was asked for.</param>
    /// <param name="results">What came.</param>
    /// <param name="doubts">What <see cref="DoubtHeads"/> name.</param>
    public static string Write(AttackSpec spec, AttackResults results, IReadOnlyList<string> doubts)
    {
        if (spec.Smoothing is { } smoothing)
            return Certificates(smoothing, results, doubts);
        if (spec.Ordered is { } ordered)
            return OrderedCsv.Write(ordered, results, doubts);
        if (spec.Conformal is not null)
            return ConformalCsv.Write(spec.Epsilons, results, doubts);
        var text = new CsvText();
        text.Line([.. ImageHeads, "epsilon", "robust", "smallest_margin", "moved", "queries", "gradients", "fell_to", .. DoubtHeads]);
        foreach (var image in results.Images)
            for (var i = 0; i < spec.Epsilons.Count; i++)
            {
                var outcome = image.Outcomes[i];
                text.Line([
                    .. Of(image),
                    spec.Epsilons[i],
                    Bit(outcome.Robust),
                    outcome.Margin,
                    Bit(outcome.Margin < image.CleanMargin),
                    outcome.Queries,
                    outcome.Gradients,
                    outcome.FellTo,
                    .. doubts,
                ]);
            }
        return text.ToString();
    }

    static string Certificates(SmoothingSpec smoothing, AttackResults results, IReadOnlyList<string> doubts)
    {
        var text = new CsvText();
        text.Line([.. ImageHeads, "class", "right", "abstained", "votes", "samples", "lower_bound", "radius", .. DoubtHeads]);
        foreach (var image in results.Images)
        {
            var made = image.Certificate!;
            text.Line([
                .. Of(image),
                made.Class,
                Bit(made.Right(image.Label)),
                Bit(made.Abstained),
                made.Votes,
                smoothing.Samples,
                made.LowerBound,
                made.Radius,
                .. doubts,
            ]);
        }
        return text.ToString();
    }

    internal static IReadOnlyList<object?> Of(AttackedImage image) =>
        [image.Index, image.Path, image.Label, Bit(image.CleanRight), image.CleanMargin];

    internal static int Bit(bool value) => value ? 1 : 0;
}
