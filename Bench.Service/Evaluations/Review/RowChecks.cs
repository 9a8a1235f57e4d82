using System.Globalization;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Suspicions about whole rows of class scores, whatever the labels are.</summary>
public static class RowChecks
{
    /// <summary>Single ties are chance: of half precision, say.</summary>
    const int LeastTied = 2;

    const double TiedShare = 0.01;

    /// <summary>Rows whose best is the same number as the best of all: of a softmax's logits none are, to the last bit.</summary>
    const int LeastClipped = 8;
    const double ClippedShare = 0.05;

    /// <summary>Least classes: of fewer, half may be alike by rounding.</summary>
    const int LeastWidth = 20;
    const double CutOffShare = 0.5;

    /// <summary>Share of all numbers at the least of all, where that is the greatest with another sign.</summary>
    const double ClippedBelowShare = 0.01;

    /// <summary>Classes whose scores are kept in single precision, whatever else is.</summary>
    const int Exact = 10;

    /// <summary>Half precision has 11 bits: a number is off by up to this share of itself.</summary>
    const double HalfStep = 1.0 / 2048;

    /// <summary>A logit that is off by this much moves a probability by a tenth.</summary>
    const double Coarse = 0.1;

    public static IEnumerable<Check> Of(RowFacts facts)
    {
        if (facts is { Rows: > 0, Width: > Exact } && AwayFromZero(facts) * HalfStep >= Coarse)
            yield return Check.Warning(
                CheckCodes.LogitsCoarse,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"All scores are far from 0, from {facts.Least:G6} to {facts.Most:G6}. Those behind the best {Exact} of a row are kept "
                        + $"in half precision, which is off by up to {AwayFromZero(facts) * HalfStep:0.##} there: what needs every logit "
                )
                    + "(nll, brier, classwise errors, temperature, prediction sets) is that coarse. Subtract one number from all scores "
                    + "first; no probability changes."
            );
        if (facts is { SayNothing: true, Rows: > 1 })
            yield return Check.Warning(
                CheckCodes.AnswersConstant,
                facts.Tied == facts.Rows
                    ? $"All class scores are equal, for each of the {Counted.Of(facts.Rows, "image")}: the first class is taken "
                        + $"for every one."
                    : $"Each of the {Counted.Of(facts.Rows, "image")} has the same class scores: the answers do not depend on the picture."
            );
        var tied = facts.TopTied + facts.Tied;
        // Rounding ties two classes by chance; all of them are tied where nothing was computed.
        if (!facts.SayNothing && (facts.Tied > 0 || (tied >= LeastTied && tied >= TiedShare * facts.Rows)))
            yield return Check.Warning(
                CheckCodes.AnswersTied,
                $"For {tied:N0} of {Counted.Of(facts.Rows, "image")} several classes share the greatest score, as rounding or a saturated "
                    + "sigmoid does: the one with the lowest number is taken, which the model did not say."
                    + (facts.Tied > 0 ? $" For {facts.Tied:N0} of them all classes do: nothing may have been computed." : "")
            );
        if (AreCutOff(facts))
            yield return Check.Warning(
                CheckCodes.ScoresClipped,
                $"In {facts.CutOff:N0} of {Counted.Of(facts.Rows, "row")} at least half of the scores are one and the same number, the "
                    + "smallest of the row: scores behind the best seem to be left out. Confidences, and what rests on them, are not the "
                    + "model's own."
            );
        if (AreClipped(facts))
            yield return Check.Warning(
                CheckCodes.ScoresClipped,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"For {facts.AtMost:N0} of {Counted.Of(facts.Rows, "image")} the greatest score is {facts.Most:G6}, which no score "
                        + $"exceeds: "
                ) + "scores seem to be clipped there. Confidences, and what rests on them, are lower than the model's own."
            );
    }

    /// <summary>Distance of all numbers from 0; 0 where they have both signs.</summary>
    static double AwayFromZero(RowFacts facts) => Math.Max(0, Math.Max(facts.Least, -facts.Most));

    /// <summary>Behind the best classes one number stands for all others, as where the best few alone were kept.</summary>
    static bool AreCutOff(RowFacts facts) =>
        facts is { SayNothing: false, HasGrades: true, Width: >= LeastWidth }
        && facts.CutOff >= LeastClipped
        && facts.CutOff >= CutOffShare * facts.Rows;

    /// <summary>Whether logits were cut off at a greatest number. Probabilities end at 1 anyway, and rows that all have
    /// the same greatest number were shifted to it: neither counts.</summary>
    static bool AreClipped(RowFacts facts) =>
        facts is { SayNothing: false, Kind: null, AllWhole: false, HasGrades: true }
        && facts.AtMost >= LeastClipped
        && facts.AtMost < facts.Rows
        && (
            facts.AtMost >= ClippedShare * facts.Rows
            || (facts.Least == -facts.Most && facts.AtLeast >= ClippedBelowShare * facts.Rows * facts.Width)
        );
}
