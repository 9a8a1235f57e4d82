using Bench.Metrics.Comparison;
using Bench.Service.Refusals;

namespace Bench.Api.Compare;

/// <summary>Whether the first of two models keeps up with the second.</summary>
/// <param name="A">The model that is judged, or one evaluation of it.</param>
/// <param name="B">The one that it has to keep up with.</param>
/// <param name="Margin">How far it may stay behind, a fraction of images.</param>
internal sealed record VerdictQuestion(
    Guid A,
    Guid B,
    string? Dataset,
    string? LabelSet,
    double Margin,
    double Confidence = VerdictQuestion.UsualConfidence,
    VerdictBasis Basis = VerdictBasis.Interval,
    bool IsStrict = false
)
{
    public const double UsualConfidence = 0.95;
    const double LeastConfidence = 0.5;
    const double MostConfidence = 0.9999;

    /// <summary>The rule that the answer follows.</summary>
    /// <exception cref="RefusalException">A number is out of range.</exception>
    public MarginRule Rule()
    {
        if (!(Math.Abs(Margin) <= 1))
            throw new RefusalException(
                RefusalKind.Malformed,
                "margin-invalid",
                $"The margin {FormattableString.Invariant($"{Margin}")} is not a difference of accuracies.",
                "Give a fraction from -1 to 1: margin=0.003 is 0.3 points."
            );
        if (!(Confidence >= LeastConfidence && Confidence <= MostConfidence))
            throw new RefusalException(
                RefusalKind.Malformed,
                "confidence-invalid",
                $"The confidence {FormattableString.Invariant($"{Confidence}")} is out of range.",
                "Give a fraction from 0.5 to 0.9999: confidence=0.95 is 95 %."
            );
        return new MarginRule(Margin, Confidence, IsStrict, Basis == VerdictBasis.Measured);
    }
}
