using Bench.Api.Compare;
using Bench.Api.Doubts;

namespace Bench.Api.Audits;

/// <summary>The entries of a board that share most of their mistakes. Rates are fractions.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Entries">Entries of the board.</param>
/// <param name="PairsLookedAt">Pairs of entries; p-values are corrected for all of them (Bonferroni).</param>
/// <param name="Pairs">The closest first.</param>
public sealed record SharedMistakesAnswer(
    string Dataset,
    string LabelSet,
    int Entries,
    long PairsLookedAt,
    IReadOnlyList<SharedMistakesPair> Pairs
) : Doubted;

/// <summary>Two entries.</summary>
/// <param name="Sentence">What the numbers say.</param>
/// <param name="SameOwner">Whether one key entered both.</param>
/// <param name="N">Images that both used.</param>
/// <param name="BothWrong">Images that both get wrong.</param>
/// <param name="EitherWrong">Images that at least one gets wrong.</param>
/// <param name="Share">Both wrong of either wrong.</param>
/// <param name="CiLow">Lower end of the 95 % interval of the share: Wilson's, or over the pictures where several images
/// are of one.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="ExpectedBothWrong">Images that both would get wrong if they erred independently on images as hard as
/// these.</param>
/// <param name="ExpectedShare">The share as it would be then.</param>
/// <param name="SameAnswers">Images that both get wrong with the same class; null where predictions are not
/// stored.</param>
/// <param name="ErrorConsistency">Cohen's κ of right and wrong.</param>
/// <param name="Log10PValue">Decimal logarithm of the one-sided p-value of this many shared mistakes (Mantel and
/// Haenszel), corrected for all pairs of the board; null where chance leaves no room, and where several images are of
/// one picture.</param>
public sealed record SharedMistakesPair(
    ComparedModel First,
    ComparedModel Second,
    string Sentence,
    bool SameOwner,
    int N,
    int BothWrong,
    int EitherWrong,
    double? Share,
    double? CiLow,
    double? CiHigh,
    double? ExpectedBothWrong,
    double? ExpectedShare,
    int? SameAnswers,
    ConsistencyOfErrors ErrorConsistency,
    double? Log10PValue
);
