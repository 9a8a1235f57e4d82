using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Metrics.Statistics;

namespace Bench.Service.Audits;

/// <summary>What a spot check found.</summary>
/// <param name="Images">Rows that were made again.</param>
/// <param name="Differ">Rows that are not the model's.</param>
/// <param name="Undecodable">Pictures that could not be decoded; they are in no number.</param>
/// <param name="Rows">The first rows that differ.</param>
/// <param name="EarlierChecks">Checks of other or deleted submissions that the same owner asked for before.</param>
public sealed record SpotCheckResult(int Images, int Differ, int Undecodable, IReadOnlyList<SpotCheckRow> Rows, int EarlierChecks = 0)
{
    /// <summary>Rows that are kept of those that differ.</summary>
    public const int MostRows = 20;

    /// <summary>The largest share of all rows that may be false. The bound of an owner's first check holds with 95 %; those of all later
    /// ones hold together with 95 %, because the k-th of them has 0.05 / (k (k + 1)) of it.</summary>
    public double MostFalse =>
        BinomialTail.UpperShare(Differ, Images, EarlierChecks == 0 ? 0.95 : 1 - 0.05 / EarlierChecks / (EarlierChecks + 1));

    /// <summary>Share of differing rows from which on they are not the model's.</summary>
    const double TooMany = 0.02;

    /// <summary>The check that the evaluation carries from then on.</summary>
    public Check ToCheck() =>
        Differ > TooMany * Images
            ? Check.Warning(CheckCodes.SpotCheckFailed, $"The predictions were {Sentence}.")
            : Check.Note(CheckCodes.SpotChecked, $"The predictions were {Sentence}.");

    public string Sentence =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"spot-checked, n = {Images:N0}: {(Differ == 0 ? "no row differs" : $"{Differ:N0} differ")} from what the model answers, so "
                + $"at most {100 * MostFalse:0.0##} % of the rows can be false (95 %{Earlier})"
        );

    string Earlier =>
        EarlierChecks == 0 ? "" : $", corrected for {Counted.Of(EarlierChecks, "earlier check", "earlier checks")} by the same owner";
}

/// <param name="Image">Index in the dataset's order.</param>
/// <param name="Name">Its path.</param>
/// <param name="Submitted">Class of the submission at the first rank that is not the model's.</param>
/// <param name="Answered">Class of the model at that rank.</param>
/// <param name="SubmittedProbability">Probability of that class, where the submission has one.</param>
/// <param name="AnsweredProbability">The model's probability of the submission's class.</param>
public sealed record SpotCheckRow(
    int Image,
    string Name,
    int Submitted,
    int Answered,
    double? SubmittedProbability,
    double AnsweredProbability
);
