using System.Globalization;
using Bench.Metrics.Sequential;

namespace Bench.Service.Evaluations.Stop;

/// <summary>Looks at the images that were run so far and says whether they decide the question.</summary>
/// <param name="rule">The question.</param>
/// <param name="images">Images of the dataset.</param>
/// <param name="counting">Images of it that count.</param>
public sealed class StopLook(StopRule rule, int images, int counting)
{
    readonly SequentialQuestion _question = rule.Question(counting);

    /// <summary>Whether the question is decided.</summary>
    /// <param name="numbers">Of the images that count, in the order in which they were run: see
    /// <see cref="SequentialQuestion"/>.</param>
    public bool IsDecided(ReadOnlySpan<sbyte> numbers) => _question.Look(numbers).Outcome != SequentialOutcome.Undecided;

    /// <param name="numbers">Of the images that count, in the order in which they were run.</param>
    /// <param name="run">Images that were run.</param>
    /// <param name="right">Images that the model gets right, of those that count.</param>
    public StopDecision Decide(ReadOnlySpan<sbyte> numbers, int run, int right)
    {
        var (look, interval) = (_question.Look(numbers), _question.Interval(numbers));
        var outcome = Outcome(look.Outcome);
        var eValue = Math.Exp(look.LogEvidence);
        bool compares = rule.BetterOrWorseBy is not null;
        return new StopDecision(
            outcome,
            $"{Claim(outcome)}, by {run.ToString("N0", CultureInfo.InvariantCulture)} of "
                + $"{images.ToString("N0", CultureInfo.InvariantCulture)} images in random order, with a probability of error of at most "
                + $"{(100 * rule.Alpha).ToString("0.####", CultureInfo.InvariantCulture)} %.",
            run,
            images,
            numbers.Length,
            right,
            compares ? numbers.Count((sbyte)1) : null,
            compares ? numbers.Count((sbyte)-1) : null,
            numbers.IsEmpty ? null : look.Mean,
            interval.Low,
            interval.High,
            double.IsFinite(eValue) ? eValue : null,
            2 / rule.Alpha,
            double.IsPositiveInfinity(look.LogEvidence)
        );
    }

    StopOutcome Outcome(SequentialOutcome outcome) =>
        (outcome, rule.BetterOrWorseBy is not null) switch
        {
            (SequentialOutcome.Above, true) => StopOutcome.Better,
            (SequentialOutcome.Below, true) => StopOutcome.Worse,
            (SequentialOutcome.Above, false) => StopOutcome.Above,
            (SequentialOutcome.Below, false) => StopOutcome.Below,
            (SequentialOutcome.Within, _) => StopOutcome.Within,
            _ => StopOutcome.Undecided,
        };

    string Claim(StopOutcome outcome)
    {
        var where = rule.About == StopScope.Dataset ? "on this dataset" : "on images like these";
        var (name, points) = (rule.AgainstName, Percent(rule.BetterOrWorseBy ?? 0));
        var by = rule.BetterOrWorseBy > 0 ? $" by more than {points} points" : "";
        return outcome switch
        {
            StopOutcome.Better => $"It is better than {name}{by} {where}",
            StopOutcome.Worse => $"It is worse than {name}{by} {where}",
            StopOutcome.Within => $"It is within {points} points of {name} {where}",
            StopOutcome.Above => $"Its accuracy is above {Percent(rule.AccuracyAboveOrBelow!.Value)} % {where}",
            StopOutcome.Below => $"Its accuracy is below {Percent(rule.AccuracyAboveOrBelow!.Value)} % {where}",
            _ => rule.BetterOrWorseBy is not null
                ? $"It is open whether it is better or worse than {name}{by} {where}"
                : $"It is open whether its accuracy is above or below {Percent(rule.AccuracyAboveOrBelow!.Value)} % {where}",
        };
    }

    static string Percent(double fraction) => (100 * fraction).ToString("0.####", CultureInfo.InvariantCulture);
}
