using Bench.Api.Leaderboard;
using Bench.Metrics.Calibration;
using Bench.Metrics.Selective;

namespace Bench.Api.Mistakes;

/// <summary>What pages draw next to an evaluation's numbers.</summary>
/// <param name="Evaluation">Whose they are.</param>
/// <param name="Reliability">A reliability diagram for some label views; empty where confidences are not known.</param>
/// <param name="RiskCoverage">For the same views the error rate of answering only above a confidence.</param>
/// <param name="Temperature">What temperature scaling does under the first view; null where none was fitted.</param>
/// <param name="Confusions">The mistakes made most often under the first view, with the names of the classes.</param>
internal sealed record EvaluationCurves(
    Guid Evaluation,
    IReadOnlyList<(BoardView View, IReadOnlyList<ReliabilityBin> Bins)> Reliability,
    IReadOnlyList<(BoardView View, IReadOnlyList<RiskCoveragePoint> Points)> RiskCoverage,
    TemperatureCurves? Temperature,
    IReadOnlyList<NamedConfusion> Confusions
);

/// <summary>Images of one class that were wrongly called another.</summary>
internal sealed record NamedConfusion(int Class, string Label, string Predicted, int Count, double Share);
