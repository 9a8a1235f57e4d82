using Bench.Api.Doubts;

namespace Bench.Api.Robustness;

/// <summary>Errors of one evaluation over a corruption tree.</summary>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="CleanError">Top-1 error of the same model on the clean dataset; null while there is none.</param>
/// <param name="Corruptions">The 15 corruptions of the paper first, in its order; those without images are left
/// out.</param>
public sealed record CorruptionCurve(string LabelSet, double? CleanError, IReadOnlyList<CorruptionLine> Corruptions) : Doubted;

/// <param name="Corruption">Folder name.</param>
/// <param name="Averaged">Whether it is one of the 15 that mCE is the mean of.</param>
/// <param name="AlexNetError">AlexNet's mean error under it; null where it is not published.</param>
/// <param name="Points">One for each severity that has images, ascending.</param>
public sealed record CorruptionLine(string Corruption, bool Averaged, double? AlexNetError, IReadOnlyList<CorruptionPoint> Points);

/// <param name="Severity">From 1, the mildest: the level itself where levels are whole numbers, else its rank.</param>
/// <param name="Level">The level's folder.</param>
/// <param name="Error">Top-1 error.</param>
/// <param name="CiLow">Lower end of Wilson's 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="N">Images used.</param>
public sealed record CorruptionPoint(int Severity, string Level, double Error, double? CiLow, double? CiHigh, int N);

/// <summary>Accuracy where an oracle model still recognises the image, here over the same on the clean
/// dataset.</summary>
/// <param name="Clean">Key of the clean dataset.</param>
public sealed record OracleRelativeBoard(
    string Dataset,
    string LabelSet,
    string Clean,
    Guid OracleModelId,
    string OracleName,
    IReadOnlyList<OracleRelativeRow> Rows
) : Doubted;

/// <param name="Ratio">Perturbed over clean; null where the clean one is 0.</param>
/// <param name="CiLow">Lower end of the ratio's 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="Perturbed">Accuracy here among the images that the oracle gets right.</param>
/// <param name="PerturbedImages">Those images.</param>
public sealed record OracleRelativeRow(
    Guid ModelId,
    string Name,
    double? Ratio,
    double? CiLow,
    double? CiHigh,
    double? Perturbed,
    double? Clean,
    int PerturbedImages,
    int CleanImages
) : Doubted;

/// <summary>A model compared with the one it was made from, over one dataset and label set.</summary>
/// <param name="ParentEvaluationId">The parent's newest completed evaluation over the dataset.</param>
/// <param name="Changes">Every metric that both have.</param>
public sealed record ParentComparison(
    string LabelSet,
    Guid ParentModelId,
    string ParentName,
    Guid ParentEvaluationId,
    IReadOnlyList<MetricChange> Changes
) : Doubted;

/// <param name="Value">The model's.</param>
/// <param name="Parent">Its parent's.</param>
/// <param name="Change">Value less parent.</param>
/// <param name="Better">Whether the change is for the better; null where it is none or the metric does not
/// rank.</param>
public sealed record MetricChange(string Metric, double Value, double Parent, double Change, bool? Better);
