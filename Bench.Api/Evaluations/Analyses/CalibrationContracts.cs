using Bench.Api.Doubts;
using Bench.Metrics.Calibration;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Binned calibration errors by family, number of bins and stage.</summary>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Temperature">Fitted on the calibration split, for the stage <c>after</c>; null where none could
/// be.</param>
/// <param name="Items">The numbers, by family, stage and bins.</param>
/// <param name="Missing">What these predictions do not support, with the reason.</param>
public sealed record CalibrationAnswer(
    string LabelSet,
    double? Temperature,
    IReadOnlyList<CalibrationNumber> Items,
    IReadOnlyList<CalibrationGap> Missing
) : Doubted;

/// <param name="Family">As in <c>GET /metrics/calibration</c>.</param>
/// <param name="Stage">Over which images and at which temperature.</param>
/// <param name="Bins">Number of bins.</param>
/// <param name="Value">In 0 to 1.</param>
/// <param name="N">Images.</param>
/// <param name="Metric">Id under which the same number is scored and ranks on boards; null where it is served here
/// alone.</param>
public sealed record CalibrationNumber(string Family, CalibrationStage Stage, int Bins, double Value, int N, string? Metric);

/// <param name="Family">As in <c>GET /metrics/calibration</c>.</param>
/// <param name="Stage">Over which images and at which temperature.</param>
/// <param name="Reason">Why there is no number.</param>
public sealed record CalibrationGap(string Family, CalibrationStage Stage, string Reason);

/// <summary>The parameters that a binned calibration error takes.</summary>
/// <param name="Families">Which error.</param>
/// <param name="Bins">How many bins.</param>
/// <param name="Stages">Over which images and at which temperature.</param>
public sealed record CalibrationParameters(
    IReadOnlyList<CalibrationFamilyView> Families,
    IReadOnlyList<int> Bins,
    IReadOnlyList<CalibrationStageView> Stages
);

/// <param name="Id">For the parameter <c>family</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Formula">How it is computed.</param>
/// <param name="Metric">The metric of the catalogue that it is with 15 bins over all images.</param>
public sealed record CalibrationFamilyView(string Id, string Name, string Formula, string Metric);

/// <param name="Id">For the parameter <c>stage</c>.</param>
/// <param name="Meaning">Which images, at which temperature.</param>
public sealed record CalibrationStageView(CalibrationStage Id, string Meaning);
