using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Review;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Holds the rows of a whole run against what its plan took them for.</summary>
/// <param name="KeepsConfidence">Whether probabilities may be computed from them.</param>
/// <param name="Check">What is said where they may not.</param>
internal sealed record RunVerdict(bool KeepsConfidence, Check? Check)
{
    static readonly RunVerdict AsPlanned = new(true, null);

    /// <summary>Fewer numbers may lie in [0, 1] by chance.</summary>
    const int LeastNumbers = 100;

    /// <exception cref="FailureException">The rows do not depend on the pictures, rank classes worst
    /// first, or cannot be what the author declares.</exception>
    public static RunVerdict Of(RunRecord record, RowFacts facts)
    {
        if (facts.SayNothing)
            throw RunPlanner.AnswersConstant(
                facts.Tied == facts.Rows
                    ? $"All {record.OutputWidth:N0} numbers of '{record.Output}' are equal, for each of the {facts.Rows:N0} pictures."
                    : $"The output '{record.Output}' gives the same answer for each of the {facts.Rows:N0} pictures."
            );
        if (facts.IsNegated)
            throw new FailureException(
                "output-kind-wrong",
                $"The numbers of '{record.Output}' are −log p: in every row their negatives are logarithms of probabilities, and the "
                    + "smallest is the best class's.",
                "Export the model with log-probabilities, logits or probabilities: the greatest number must be the best class's."
            );
        if (facts.Rows == 0 || record.OutputKind == OutputKind.Embeddings || !record.OutputKind.HasProbabilities())
            return AsPlanned;
        if (record is { OutputKind: OutputKind.LogProbabilities, KindIsDeclared: true } && facts.WhyNotLogarithms is { } why)
            throw new FailureException(
                "output-kind-wrong",
                $"The numbers of '{record.Output}' are not logProbabilities, as the manifest declares: {why}.",
                "Export the model with natural logarithms, logits or probabilities, and declare which with 'outputKind'."
            );
        var measured = facts.Kind;
        if (measured == OutputKind.Sigmoid && (long)facts.Rows * record.OutputWidth < LeastNumbers)
            return AsPlanned;
        var fits = record.OutputKind is OutputKind.Logits or OutputKind.LogProbabilities
            // Numbers that only lie in [0, 1], or whose rows sum alike, may be logits by the author's word.
            ? measured is null or OutputKind.LogProbabilities
                || (measured is OutputKind.Sigmoid or OutputKind.Scores && record.KindIsDeclared)
            // Rows of a softmax that lost a class, or were rounded, sum to less than 1.
            : measured == record.OutputKind
                || (measured == OutputKind.Sigmoid && record.OutputKind == OutputKind.Probabilities && !record.KindIsDeclared);
        if (fits)
            return record is { OutputKind: OutputKind.LogProbabilities, KindIsDeclared: true } ? new(true, facts.Renormalised) : AsPlanned;
        var seen = string.Create(
            CultureInfo.InvariantCulture,
            $"The numbers of '{record.Output}' lie from {facts.Least:G3} to {facts.Most:G3}, and rows sum to {facts.LeastSum:G4} "
                + $"to {facts.MostSum:G4}"
        );
        if (record.KindIsDeclared)
            throw new FailureException(
                "output-kind-wrong",
                $"{seen}: they are not {record.OutputKind.Word()}, as the manifest declares.",
                "Declare what they are with 'outputKind' in the manifest, or leave it out."
            );
        return new(
            false,
            Check.Warning(
                CheckCodes.ScaleUnknown,
                $"{seen}: neither logits nor probabilities. Accuracies hold; calibration and proper scores are left out. Declare "
                    + "what they are with 'outputKind' in the manifest."
            )
        );
    }
}
