using Bench.Api.Doubts;
using Bench.Api.Metrics;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>How each class fares, one against all others; classes without an image are left out.</summary>
public sealed record ClassReportView(string LabelSet, IReadOnlyList<ClassLine> Items) : Doubted;

/// <param name="Count">Used images filed under the class.</param>
/// <param name="Predicted">Used images that are given it.</param>
/// <param name="Precision">Share of those that is right; 0, without an interval, when it is never given.</param>
/// <param name="Recall">Share of the class's images that is right: 1 less the false negative rate.</param>
/// <param name="F1">Harmonic mean of the two; without an interval under several labels an image.</param>
/// <param name="Auroc">Chance that an image of the class is given more of it than another one; null where not every
/// logit is known.</param>
public sealed record ClassLine(
    ClassRef Class,
    int Count,
    int Predicted,
    ClassNumber Precision,
    ClassNumber Recall,
    ClassNumber F1,
    ClassNumber? Auroc
);

/// <summary>One number of a class.</summary>
/// <param name="CiLow">Lower end of its 95 % interval; null where there is none.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="NoInterval">Why there is none; null where there is one.</param>
public sealed record ClassNumber(double Value, double? CiLow, double? CiHigh, NoIntervalView? NoInterval);

/// <summary>Variable top-k accuracy by number of labels: right when the k best classes are exactly an image's k
/// labels.</summary>
public sealed record LabelCountReport(string LabelSet, IReadOnlyList<LabelCountGroup> Items) : Doubted;

/// <param name="Labels">k.</param>
/// <param name="N">Used images with k labels.</param>
/// <param name="Accuracy">Share of them whose k best classes are exactly their labels; null where fewer than k are
/// known.</param>
public sealed record LabelCountGroup(int Labels, int N, double? Accuracy, double? CiLow, double? CiHigh);
