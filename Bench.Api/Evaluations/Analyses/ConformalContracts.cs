using Bench.Api.Doubts;
using Bench.Api.Metrics;
using Bench.Metrics.Conformal;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Split conformal prediction under a label set: fitted on the published calibration split, measured on the
/// other images of the dataset; or fitted on the clean dataset's split and measured on all of a shifted one.</summary>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Alpha">Share of images whose set may miss the label.</param>
/// <param name="CalibratedOn">Key of the dataset whose calibration split gives the thresholds.</param>
/// <param name="MeasuredOn">Key of the dataset whose images everything is measured on. Where the two are the same,
/// coverage is right by construction, however shifted the images are.</param>
/// <param name="CalibrationImages">Used images that the thresholds are taken from.</param>
/// <param name="N">Used images that everything is measured on.</param>
/// <param name="Items">LAC, APS and RAPS.</param>
public sealed record ConformalAnswer(
    string LabelSet,
    double Alpha,
    string CalibratedOn,
    string MeasuredOn,
    int CalibrationImages,
    int N,
    IReadOnlyList<ConformalSets> Items
) : Doubted;

/// <param name="Method">Which score cuts the sets.</param>
/// <param name="Threshold">q̂: a set is every class that scores at most this; null when there are too few calibration
/// images for alpha, and every set is all classes.</param>
/// <param name="Coverage">Share of images whose set holds an acceptable class; meant to be 1 − alpha or more.</param>
/// <param name="MeanSize">Mean number of classes in a set.</param>
/// <param name="MedianSize">Median number of classes in a set.</param>
/// <param name="EmptySets">Images whose set has no class.</param>
/// <param name="BySize">Coverage by size of the set.</param>
/// <param name="ByClass">Coverage by class, the worst covered first; classes without an image are left out.</param>
public sealed record ConformalSets(
    ConformalMethod Method,
    double? Threshold,
    CoverageLine Coverage,
    double? MeanSize,
    double? MedianSize,
    int EmptySets,
    IReadOnlyList<SizeCoverage> BySize,
    IReadOnlyList<ClassCoverage> ByClass
);

/// <param name="N">Images.</param>
/// <param name="Value">Share of them that is covered; null without images.</param>
/// <param name="CiLow">Lower end of Wilson's 95 % interval; where several images are of one picture it is as wide as the
/// pictures make it, and parts have none.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="NoInterval">Why there is none; null where there is one, and without images.</param>
public sealed record CoverageLine(int N, double? Value, double? CiLow, double? CiHigh, NoIntervalView? NoInterval);

/// <param name="From">Smallest size of the sets.</param>
/// <param name="To">Largest size of them.</param>
/// <param name="Coverage">Coverage of the images with such a set.</param>
public sealed record SizeCoverage(int From, int To, CoverageLine Coverage);

/// <param name="Class">Class that images are filed under: their original one, else their first label.</param>
/// <param name="Coverage">Coverage of its images.</param>
public sealed record ClassCoverage(ClassRef Class, CoverageLine Coverage);
