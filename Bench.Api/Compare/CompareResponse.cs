using Bench.Api.Doubts;
using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Bench.Metrics.Comparison;

namespace Bench.Api.Compare;

/// <summary>Two to six models over the images that they answered, under one label set. Fractions; differences are first
/// − second. Fields about a and b alone are about the first two.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="LabelSetVersion">Version of the label set.</param>
/// <param name="A">The first model.</param>
/// <param name="B">The second model.</param>
/// <param name="N">Images compared.</param>
/// <param name="BothRight">Images that both get right.</param>
/// <param name="OnlyA">Images that only the first gets right.</param>
/// <param name="OnlyB">Images that only the second gets right.</param>
/// <param name="BothWrong">Images that both get wrong.</param>
/// <param name="Difference">Difference of the accuracies, with Tango's 95 % score interval.</param>
/// <param name="McNemar">McNemar's exact test; the sign-flip test of pictures where several images are of one.</param>
/// <param name="Images">Images on which exactly one of a and b is right, in the order of the dataset.</param>
/// <param name="Next">Send as <c>cursor</c> to get the next images; null at the end.</param>
/// <param name="Models">All models compared, in the order given.</param>
/// <param name="Pairs">Every pair of them, with p-values corrected by Holm over the pairs.</param>
/// <param name="CochranQ">Whether all are equally often right; of two models it is McNemar's statistic without
/// correction. Null numbers where several images are of one picture.</param>
/// <param name="Pictures">Pictures that the images compared are of, where several are of one: tests and intervals count
/// them, not images. Null where each image is its own.</param>
public sealed record CompareResponse(
    string Dataset,
    string LabelSet,
    int LabelSetVersion,
    ComparedModel A,
    ComparedModel B,
    int N,
    int BothRight,
    int OnlyA,
    int OnlyB,
    int BothWrong,
    ComparedDifference Difference,
    McNemarTest McNemar,
    IReadOnlyList<DifferingImage> Images,
    string? Next,
    IReadOnlyList<ComparedModel> Models,
    IReadOnlyList<ComparedPairView> Pairs,
    CochranQTest CochranQ,
    int? Pictures
) : Doubted;

/// <summary>Two of the models compared.</summary>
/// <param name="First">Id of the first model, as it was named.</param>
/// <param name="Second">Id of the second.</param>
/// <param name="N">Images that both used.</param>
/// <param name="OnlyFirst">Images that only the first gets right.</param>
/// <param name="OnlySecond">Images that only the second gets right.</param>
/// <param name="Difference">Accuracy of the first less that of the second, with Tango's 95 % score interval.</param>
/// <param name="McNemar">McNemar's exact test.</param>
/// <param name="AdjustedPValue">Its p-value, corrected by Holm over all pairs of this answer.</param>
/// <param name="ErrorConsistency">Whether the two err on the same images.</param>
/// <param name="ErrorOverlap">Images that both get wrong, of those that either gets wrong; null where neither
/// errs.</param>
public sealed record ComparedPairView(
    Guid First,
    Guid Second,
    int N,
    int BothRight,
    int OnlyFirst,
    int OnlySecond,
    int BothWrong,
    ComparedDifference Difference,
    McNemarTest McNemar,
    double? AdjustedPValue,
    ConsistencyOfErrors ErrorConsistency,
    double? ErrorOverlap
);

/// <summary>Cohen's κ of right and wrong: 1 where two err on the same images, 0 where they agree as often as chance has
/// it.</summary>
/// <param name="Kappa">κ; null without images, or where chance alone makes them agree.</param>
/// <param name="CiLow">Lower end of its 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="Observed">Share of images on which both are right or both wrong.</param>
/// <param name="Expected">The same share of independent deciders with their accuracies.</param>
public sealed record ConsistencyOfErrors(double? Kappa, double? CiLow, double? CiHigh, double? Observed, double? Expected)
{
    /// <summary>Why κ has no interval; null where it has one, and without κ.</summary>
    public NoIntervalView? NoInterval { get; init; }

    internal static ConsistencyOfErrors Of(ErrorConsistency errors) =>
        new(
            Finite(errors.Kappa),
            Finite(errors.Interval.Low),
            Finite(errors.Interval.High),
            Finite(errors.Observed),
            Finite(errors.Expected)
        )
        {
            NoInterval = Finite(errors.Kappa) is null
                ? null
                : NoIntervalView.Of(Finite(errors.Interval.Low), errors.Interval.WhyNone, null),
        };
}

/// <summary>Cochran's Q over the images that all models used; null numbers when there are none.</summary>
public sealed record CochranQTest(double? Q, int DegreesOfFreedom, int N, double? PValue, double? Log10PValue);

/// <summary>One side of a comparison.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Name">Its name.</param>
/// <param name="EvaluationId">The evaluation that it is compared by.</param>
/// <param name="Accuracy">Its accuracy over its own used images.</param>
/// <param name="N">Its used images.</param>
public sealed record ComparedModel(Guid ModelId, string Name, Guid EvaluationId, double? Accuracy, int N) : Doubted
{
    internal static ComparedModel Of(ComparedOutcomes model) => Of(model.Entry, model.Outcomes.Accuracy, model.Outcomes.UsedCount);

    internal static ComparedModel Of(BoardEntry entry, double accuracy, int n) =>
        new(entry.ModelId, entry.Name, entry.EvaluationId, Finite(accuracy), n) { Checks = entry.Checks };
}

/// <summary>Accuracy of a less accuracy of b, over the shared images; null when there are none.</summary>
public sealed record ComparedDifference(double? Value, double? CiLow, double? CiHigh);

/// <summary>Result of the test that both models are equally often right.</summary>
/// <param name="PValue">Two-sided; 0 when too small for a double.</param>
/// <param name="Log10PValue">Its decimal logarithm, which never underflows.</param>
public sealed record McNemarTest(double PValue, double Log10PValue);

/// <summary>An image on which exactly one of the two is right.</summary>
/// <param name="Index">Place in the dataset's image order.</param>
/// <param name="Name">Path of the image in the dataset; null when the dataset's list is not at hand.</param>
/// <param name="Right"><c>a</c> or <c>b</c>.</param>
public sealed record DifferingImage(int Index, string? Name, string Right);
