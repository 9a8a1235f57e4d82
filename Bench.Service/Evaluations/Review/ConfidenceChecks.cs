using System.Globalization;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences from which calibration follows only in name.</summary>
static class ConfidenceChecks
{
    const int LeastImages = 20;
    const int LeastClasses = 10;

    /// <summary>Rounding of a confidence in single precision.</summary>
    const float Rounding = 1e-6f;

    /// <summary>Among so many wrong answers of a softmax over a hundred classes some are hardly sure of anything.</summary>
    const int LeastWrong = 300;
    const int ManyClasses = 100;
    const float Unsure = 0.25f;

    /// <summary>How far accuracy may exceed confidence: no trained softmax is as modest.</summary>
    const double FarBelow = 0.4;

    /// <summary>Share of all answers that have the confidence 1, and share of those that are wrong, from which on they
    /// are doubted.</summary>
    const double NearlyAll = 0.9;
    const double ShareWrong = 0.05;

    /// <summary>The same of fewer, which are oftener wrong. Of 36 published models 12 % of the answers at most have the confidence 1, and
    /// 1.6 % of those are wrong; with logits times 10 they are 48 to 84 %, and 10 to 22 %.</summary>
    const double Many = 0.4;
    const double ManyWrong = 0.1;

    /// <summary>For a comparison of accuracy and confidence.</summary>
    const int LeastForMean = 100;

    /// <summary>Share of the answers at the greatest confidence, and how many times those just below it, from which on they seem to be
    /// clipped there. Of fewer different confidences than two decimals write the greatest may be shared by rounding.</summary>
    const double ShareAtMost = 0.05;
    const int TimesBelow = 5;
    const float Below = 0.01f;
    const int ByTwoDecimals = 101;

    /// <param name="answers">Of the model.</param>
    /// <param name="correct">[N] whether each answer is right; null where that says nothing of the best of all classes.</param>
    /// <param name="pictures">One image of each picture: what is compared with chance is compared over these. All where it is
    /// null.</param>
    /// <param name="doubted">Whether the answers are doubted already: where some are of other images, confidences look steep.</param>
    public static IEnumerable<Check> Of(Answers answers, bool[]? correct = null, int[]? pictures = null, bool doubted = false)
    {
        if (answers.Confidence is not { Length: >= LeastImages } confidence)
            yield break;
        var (all, right, wrong) = Spreads(confidence, correct);
        if (Clipped(confidence, all) is { } clipped)
            yield return clipped;
        if (RoundedConfidences.Of(confidence) is { } rounded)
            yield return rounded;
        if (!answers.Verified && SortedConfidences.Of(confidence) is { } sorted)
            yield return sorted;
        if (correct is not null && Sure(confidence, correct, NearlyAll, ShareWrong, CheckCodes.ConfidenceConstant) is { } sure)
            yield return sure;
        else if (all.Most - all.Least <= Rounding)
            yield return Check.Warning(
                CheckCodes.ConfidenceConstant,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Every one of the {confidence.Length:N0} answers has the confidence {all.Most:G4}: "
                ) + "calibration compares one number with the accuracy, and nothing can be ranked by confidence."
            );
        else if (answers.Classes >= LeastClasses && all.Most <= MostOfFlat(answers.Classes))
            yield return Check.Warning(
                CheckCodes.ConfidenceFlat,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"No answer is more confident than {all.Most:G3}, which is the most that a softmax over numbers from 0 to 1 gives: "
                )
                    + "it may be a softmax of a softmax, or of similarities without their scale. Calibration and "
                    + "proper scores then say nothing of the model."
            );
        else if (correct is null)
            yield break;
        else if (wrong.Count >= LeastWrong && answers.Classes >= ManyClasses && all.Least >= Unsure)
            yield return Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Of {confidence.Length:N0} answers, {wrong.Count:N0} of them wrong, none is less confident than {all.Least:G3}: "
                ) + "the probabilities may be over the best few classes alone, or logarithms by another base than e."
            );
        else if (confidence.Length >= LeastForMean && (double)right.Count / confidence.Length - all.Mean >= FarBelow)
            yield return Check.Warning(
                CheckCodes.ConfidenceDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(double)right.Count / confidence.Length:P1} of the answers are right, and their mean confidence is {all.Mean:G3}: "
                ) + "the numbers may be no probabilities, or be scaled."
            );
        else if (ConfidenceRanking.Of(Picked(confidence, pictures), Picked(correct, pictures)) is { } order)
            yield return order;
        else if (!answers.Verified && ConfidenceStretch.Of(Picked(confidence, pictures), Picked(correct, pictures)) is { } stretch)
            yield return stretch;
        else if (Sure(confidence, correct, Many, ManyWrong, CheckCodes.ConfidenceDoubtful) is { } many)
            yield return many;
        else if (!doubted && SteepConfidences.Of(Picked(confidence, pictures), Picked(correct, pictures)) is { } steep)
            yield return steep;
        else if (!answers.Verified && FittedConfidences.Of(Picked(confidence, pictures), Picked(correct, pictures)) is { } fitted)
            yield return fitted;
    }

    /// <summary>Those of some images; of all where there are no others, or null stands for all.</summary>
    public static T[] Picked<T>(T[] all, int[]? some) =>
        some is null || some.Length == all.Length ? all : Array.ConvertAll(some, image => all[image]);

    /// <summary>Nearly every answer has the confidence 1, or many have, and too many of those are wrong: a softmax over
    /// numbers that are far too large, or of which all but the best were cut off.</summary>
    static Check? Sure(float[] confidence, bool[] correct, double share, double shareWrong, string code)
    {
        var (sure, wrong) = (0, 0);
        for (var image = 0; image < confidence.Length; image++)
            if (confidence[image] >= 1 - Rounding)
                (sure, wrong) = (sure + 1, wrong + (correct[image] ? 0 : 1));
        return sure == confidence.Length || sure < share * confidence.Length || wrong < shareWrong * sure
            ? null
            : Check.Warning(
                code,
                $"{sure:N0} of {confidence.Length:N0} answers have the confidence 1, and {wrong:N0} of them are wrong: the scores may be "
                    + "scaled, or be cut off below the best. Calibration compares little more than one number with the accuracy."
            );
    }

    /// <summary>Many answers have the greatest confidence, which is not 1, and hardly any is just below it.</summary>
    static Check? Clipped(float[] confidence, Spread all)
    {
        if (confidence.Length < LeastForMean || all.Most >= 1 - Rounding || all.Most - all.Least <= Rounding)
            return null;
        var (most, below) = (0, 0);
        foreach (var value in confidence)
            if (value >= all.Most - Rounding)
                most++;
            else if (value >= all.Most - Below)
                below++;
        return
            most < ShareAtMost * confidence.Length
            || most < TimesBelow * below
            || confidence.Distinct().Take(ByTwoDecimals + 1).Count() <= ByTwoDecimals
            ? null
            : Check.Warning(
                CheckCodes.ScoresClipped,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{most:N0} of {confidence.Length:N0} answers have the confidence {all.Most:G6}, and none has more: "
                ) + "confidences seem to be clipped there. Calibration and what rests on confidences are not the model's own."
            );
    }

    /// <summary>The spread of all confidences, and of those of right and wrong answers, in one pass.</summary>
    static (Spread All, Spread Right, Spread Wrong) Spreads(float[] confidence, bool[]? correct)
    {
        var (all, right, wrong) = (Spread.Empty, Spread.Empty, Spread.Empty);
        for (var image = 0; image < confidence.Length; image++)
        {
            all = all.With(confidence[image]);
            if (correct is not null && correct[image])
                right = right.With(confidence[image]);
            else if (correct is not null)
                wrong = wrong.With(confidence[image]);
        }
        return (all, right, wrong);
    }

    readonly record struct Spread(int Count, double Sum, float Least, float Most)
    {
        public static readonly Spread Empty = new(0, 0, float.PositiveInfinity, float.NegativeInfinity);

        public double Mean => Sum / Count;

        public Spread With(float value) => new(Count + 1, Sum + value, MathF.Min(Least, value), MathF.Max(Most, value));
    }

    /// <summary>The softmax of 1 among C − 1 zeros.</summary>
    static double MostOfFlat(int classes) => Math.E / (classes - 1 + Math.E) * (1 + 1e-3);
}
