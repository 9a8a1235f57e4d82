using Bench.Data.Outcomes;
using Bench.Service.Evaluations;
using Bench.Service.Models;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>Everything that an evaluation found, as <c>--json</c> prints it.</summary>
/// <param name="ImagesPerSecond">Of the run over the dataset.</param>
/// <param name="Record">How it was run.</param>
/// <param name="Checks">What is doubtful about it, its dataset and label sets, and choices made on the way.</param>
/// <param name="Advice">What the preprocessing doctor has to say; null for nothing.</param>
internal sealed record EvaluationReport(
    ReportedModel Model,
    ReportedDataset Dataset,
    double? ImagesPerSecond,
    RunRecord Record,
    IReadOnlyList<Check> Checks,
    DoctorAdvice? Advice,
    IReadOnlyList<ReportedLabelSet> LabelSets
);

/// <param name="Macs">Multiply-accumulates for one image.</param>
/// <param name="Uncounted">Operators that the cost leaves out.</param>
internal sealed record ReportedModel(
    string Name,
    string Sha256,
    long Bytes,
    long Parameters,
    long Macs,
    IReadOnlyList<string> Uncounted,
    ModelSpeed Speed
);

internal sealed record ReportedDataset(int Images, int Classes, string Variant, string ManifestHash);

/// <param name="Used">Images with a label.</param>
/// <param name="Excluded">Images left out, by reason.</param>
/// <param name="Missing">Metrics that could not be computed, with the reason.</param>
internal sealed record ReportedLabelSet(
    string Key,
    int Used,
    IReadOnlyDictionary<string, int> Excluded,
    IReadOnlyList<ReportedScore> Scores,
    IReadOnlyDictionary<string, string> Missing
);

/// <param name="NoInterval">Why it has no interval, as a code; null where it has one.</param>
internal sealed record ReportedScore(string Metric, double Value, double? CiLow, double? CiHigh, int N, string? NoInterval);
