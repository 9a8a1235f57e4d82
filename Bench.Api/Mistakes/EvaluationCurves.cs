using Bench.Api.Leaderboard;
using Bench.Metrics.Calibration;

namespace Bench.Api.Mistakes;

/// <summary>What an evaluation's page draws beside its numbers.</summary>
/// <param name="Reliability">A reliability diagram for some label views; empty where confidences are not known.</param>
/// <param name="Confusions">The mistakes made most often under the first view, with the names of the classes.</param>
internal sealed record EvaluationCurves(IReadOnlyList<(BoardView View, IReadOnlyList<ReliabilityBin> Bins)> Reliability, IReadOnlyList<NamedConfusion> Confusions);

/// <summary>Images of one class that were wrongly called another.</summary>
internal sealed record NamedConfusion(int Class, string Label, string Predicted, int Count, double Share);
