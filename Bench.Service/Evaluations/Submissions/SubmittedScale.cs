using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Evaluations.Review;
using Bench.Service.Models;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>The kind of a submission's numbers: by the manifest's word, compared with the numbers.</summary>
static class SubmittedScale
{
    /// <summary>A softmax gives its best class at least 1/C; less some rounding.</summary>
    const double Rounding = 1e-3;

    /// <summary>Rounding of a log Σ exp that was computed in half precision.</summary>
    const float SumOfLogarithms = 0.05f;

    /// <summary>Rows that tell percentages from logits: in percent, the best few classes are nearly all of many a row.</summary>
    const int LeastRows = 8;
    const float NearlyAll = 99;
    const float MostPercent = 100.5f;
    const double WholeShare = 0.25;

    /// <summary>The check of a CSV whose confidences are no probabilities of a softmax, and so are left out; null where they can
    /// be.</summary>
    /// <exception cref="SubmissionException">The manifest declares them as probabilities, and they cannot be.</exception>
    public static Check? WhyNotProbabilities(IReadOnlyList<float> confidences, SubmissionFile file)
    {
        if (file.OutputKind is { } declared && (!declared.HasProbabilities() || declared == OutputKind.Logits))
            return Declared(declared);
        // Best among the classes of a mask may be far from best among all.
        if (file.Target.Manifest.Mask is not null)
            return null;
        var below = confidences.Count(confidence => confidence < (1 - Rounding) / file.Target.Outputs.Count);
        if (below == 0)
            return null;
        var seen =
            $"{below:N0} of {confidences.Count:N0} predicted probabilities are below 1/{file.Target.Outputs.Count}, and the best "
            + $"of {file.Target.Outputs.Count} probabilities that sum to 1 is not";
        return file.OutputKind is null
            ? Check.Warning(
                CheckCodes.ScaleUnknown,
                $"{seen}: they are taken as scores that rank, and calibration and proper scores are left out."
            )
            : throw new SubmissionException(SubmissionCodes.ScaleWrong, $"{seen}; the manifest declares {file.OutputKind.Value.Word()}");
    }

    /// <summary>The kind of the rows of an array of all classes, and the check that says so where it is not what the format
    /// documents.</summary>
    /// <exception cref="SubmissionException">The numbers cannot be what the manifest declares, or what the format documents.</exception>
    public static (OutputKind Kind, Check? Check) Of(RowFacts facts, SubmissionFile file)
    {
        var (measured, declared) = (facts.Kind, file.OutputKind);
        if (facts.IsNegated)
            throw new SubmissionException(
                SubmissionCodes.ScaleWrong,
                $"'logits' holds {Words(facts)}, and their negatives are logarithms of probabilities in every row: they are −log p, whose "
                    + "smallest is the best. Send -array, as natural logarithms"
            );
        if (declared is OutputKind.Sigmoid or OutputKind.Scores)
            return (declared.Value, Declared(declared.Value));
        if (facts.Rows == 0)
            return (declared ?? OutputKind.Logits, null);
        if (declared == OutputKind.LogProbabilities && facts.WhyNotLogarithms is { } why)
            throw new SubmissionException(
                SubmissionCodes.ScaleWrong,
                $"the manifest declares {declared.Value.Word()}, and 'logits' holds {Words(facts)}: {why}"
            );
        if (
            declared is { } kind
            && (
                kind is OutputKind.Probabilities or OutputKind.Percentages
                    ? measured != kind
                    : measured is OutputKind.Probabilities or OutputKind.Percentages
            )
        )
            throw new SubmissionException(
                SubmissionCodes.ScaleWrong,
                $"the manifest declares {kind.Word()}, and 'logits' holds {Words(facts)}"
            );
        if (declared is { } believed)
            return (believed, believed == OutputKind.LogProbabilities ? facts.Renormalised : null);
        return measured switch
        {
            OutputKind.Probabilities or OutputKind.Percentages => throw new SubmissionException(
                SubmissionCodes.ScaleWrong,
                $"'logits' holds {Words(facts)}, which logits cannot. Send logits, or declare \"outputKind\": "
                    + $"\"{measured.Value.Word()}\" in the manifest"
            ),
            OutputKind.Sigmoid => (
                OutputKind.Sigmoid,
                Check.Warning(
                    CheckCodes.ScaleUnknown,
                    "All numbers of 'logits' lie in [0, 1] and rows do not sum to 1, as after a sigmoid: accuracies hold; "
                        + "calibration and proper scores are left out. If they are logits, declare \"outputKind\": \"logits\"."
                )
            ),
            OutputKind.Scores => (
                OutputKind.Scores,
                Check.Warning(
                    CheckCodes.ScaleUnknown,
                    $"'logits' holds {Words(facts)}, {Seem(facts)}: accuracies hold, calibration and "
                        + $"proper scores are left out. If they are logits, declare \"outputKind\": \"logits\"."
                )
            ),
            _ => (OutputKind.Logits, null),
        };
    }

    /// <summary>The check of logarithms of one number an image, whose base nothing shows; null where none are declared.</summary>
    public static Check? BaseAssumed(OutputKind? declared) =>
        declared == OutputKind.LogProbabilities
            ? Check.Note(
                CheckCodes.LogarithmBaseAssumed,
                $"The submitter declares {declared.Value.Word()}: they are taken as natural logarithms, which one number an image "
                    + "does not show."
            )
            : null;

    /// <exception cref="SubmissionException">The manifest declares logarithms of probabilities, whose Σ exp is 1, and a row's is
    /// not.</exception>
    public static void VerifySums(ReadOnlySpan<float> logSumExp, SubmissionFile file)
    {
        if (file.OutputKind == OutputKind.LogProbabilities)
            for (var row = 0; row < logSumExp.Length; row++)
                if (MathF.Abs(logSumExp[row]) > SumOfLogarithms)
                    throw new SubmissionException(
                        SubmissionCodes.ScaleWrong,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"the manifest declares {file.OutputKind.Value.Word()}, and logsumexp is {logSumExp[row]:G4} in row {row:N0}: "
                        ) + "of natural logarithms of probabilities that sum to 1 it is 0"
                    );
    }

    /// <summary>The check of a head without a tail that looks like one of probabilities: best numbers in [0, 1], and Σ exp little above the
    /// number of classes; or of percentages.</summary>
    public static Check? OfHead(ReadOnlySpan<float> topLogit, ReadOnlySpan<float> logSumExp, SubmissionFile file)
    {
        if (ArePercentages(topLogit, logSumExp.Length))
            return Check.Warning(
                CheckCodes.ScaleUnknown,
                "The numbers of 'topk_logit' sum to 100 in many rows and to more in none, as percentages do: accuracies hold, "
                    + "calibration and proper scores are left out. If they are logits, declare \"outputKind\": \"logits\"."
            );

        var flat = Math.Log(file.Target.Outputs.Count);
        foreach (var logit in topLogit)
            if (logit is < 0 or > 1)
                return null;
        foreach (var sum in logSumExp)
            if (sum < flat || sum > flat + 1)
                return null;
        return topLogit.IsEmpty
            ? null
            : Check.Warning(
                CheckCodes.ScaleUnknown,
                "All numbers of 'topk_logit' lie in [0, 1], as probabilities do: accuracies hold; calibration and proper scores "
                    + "are left out. If they are logits, declare \"outputKind\": \"logits\"."
            );
    }

    /// <summary>Whether the ranked numbers of no row sum to more than 100, and those of many to nearly that.</summary>
    static bool ArePercentages(ReadOnlySpan<float> topLogit, int rows)
    {
        if (rows < LeastRows || topLogit.Length % rows != 0)
            return false;
        var (head, whole) = (topLogit.Length / rows, 0);
        for (var row = 0; row < rows; row++)
        {
            var sum = 0f;
            foreach (var number in topLogit.Slice(row * head, head))
            {
                if (number < 0)
                    return false;
                sum += number;
            }
            if (sum > MostPercent)
                return false;
            whole += sum >= NearlyAll ? 1 : 0;
        }
        return whole >= WholeShare * rows;
    }

    static string Seem(RowFacts facts) =>
        facts.AreBelowZero ? "none above 0, as negated distances and logarithms of a sigmoid are"
        : facts.AreBytes ? "all whole, as numbers that were rounded to bytes are"
        : facts.Sample.WhyNoLogits is { } why ? why
        : "as normalised numbers do";

    static Check Declared(OutputKind kind) =>
        Check.Note(
            CheckCodes.ScaleDeclared,
            $"The submitter declares {kind.Word()}: accuracies hold; calibration and proper scores are left out."
        );

    static string Words(RowFacts facts) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"numbers from {facts.Least:G3} to {facts.Most:G3} whose rows sum to {facts.LeastSum:G4} to {facts.MostSum:G4}"
        );
}
