using Bench.Api.Doubts;
using Bench.Metrics.Comparison;

namespace Bench.Api.Compare;

/// <summary>Whether a model keeps up with another within a margin, by the images that both answered. Fractions;
/// differences are a − b.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="LabelSetVersion">Version of the label set.</param>
/// <param name="A">The model that is judged.</param>
/// <param name="B">The model that it has to keep up with: its parent, say.</param>
/// <param name="Margin">How far a may stay behind; below 0 it has to be ahead.</param>
/// <param name="Confidence">Of the interval.</param>
/// <param name="Basis">What is judged: the interval, or the measured difference.</param>
/// <param name="Strict">Whether exactly the margin is too little.</param>
/// <param name="Verdict">notWorse, worse or undecided.</param>
/// <param name="Holds">Whether a keeps up: the verdict is notWorse.</param>
/// <param name="Sentence">The verdict in words.</param>
/// <param name="N">Images compared.</param>
/// <param name="BothRight">Images that both get right.</param>
/// <param name="OnlyA">Images that only a gets right.</param>
/// <param name="OnlyB">Images that only b gets right.</param>
/// <param name="BothWrong">Images that both get wrong.</param>
/// <param name="Difference">Accuracy of a less that of b, with Tango's score interval of this confidence.</param>
/// <param name="PValue">One-sided p of the score test that a is worse by the margin or more; null for margins of −1 and
/// 1.</param>
/// <param name="McNemar">McNemar's exact test, as everywhere.</param>
/// <param name="Images">Images that flipped: exactly one of the two is right. In the order of the dataset.</param>
/// <param name="Next">Send as <c>cursor</c> to get the next images; null at the end.</param>
/// <param name="Pictures">Pictures that the images compared are of, where several are of one: the interval and tests count
/// them, not images. Null where each image is its own.</param>
public sealed record VerdictResponse(
    string Dataset,
    string LabelSet,
    int LabelSetVersion,
    ComparedModel A,
    ComparedModel B,
    double Margin,
    double Confidence,
    VerdictBasis Basis,
    bool Strict,
    MarginVerdict Verdict,
    bool Holds,
    string Sentence,
    int N,
    int BothRight,
    int OnlyA,
    int OnlyB,
    int BothWrong,
    ComparedDifference Difference,
    double? PValue,
    McNemarTest McNemar,
    IReadOnlyList<DifferingImage> Images,
    string? Next,
    int? Pictures
) : Doubted;
