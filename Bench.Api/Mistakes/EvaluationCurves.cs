using Bench.Api.Leaderboard.Plans;
using Bench.Metrics.Calibration;
using Bench.Metrics.Selective;

namespace Bench.Api.Mistakes;

/// <summary>Curves that pages draw next to an evaluation's numbers.</summary>
/// <param name="Evaluation">Whose they are.</param>
/// <param name="Reliability">A reliability diagram for some label sets; empty where confidences are not known.</param>
/// <param name="RiskCoverage">For the same label sets the error rate of answering only above a confidence.</param>
/// <param name="Temperature">What temperature scaling does under the first label set; null where none was
/// fitted.</param>
/// <param name="Confusions">The mistakes made most often under the first label set, with the names of the
/// classes.</param>
internal sealed record EvaluationCurves(
    Guid Evaluation,
    IReadOnlyList<(BoardSubject Subject, IReadOnlyList<ReliabilityBin> Bins)> Reliability,
    IReadOnlyList<(BoardSubject Subject, IReadOnlyList<RiskCoveragePoint> Points)> RiskCoverage,
    TemperatureCurves? Temperature,
    IReadOnlyList<NamedConfusion> Confusions
);

/// <summary>Images of one class that were wrongly called another.</summary>
internal sealed record NamedConfusion(int Class, string Label, string Predicted, int Count, double Share);
