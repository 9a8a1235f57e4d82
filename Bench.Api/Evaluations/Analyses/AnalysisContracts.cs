using Bench.Api.Doubts;
using Bench.Metrics.Calibration;
using Bench.Metrics.Mistakes;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>A reliability diagram of top-label confidences.</summary>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="N">Images used.</param>
/// <param name="Bins">From low to high confidence; bins without images included.</param>
public sealed record Reliability(string LabelSet, Binning Binning, int N, IReadOnlyList<ReliabilityBar> Bins) : Doubted;

/// <param name="Low">Lower end, exclusive.</param>
/// <param name="High">Upper end, inclusive.</param>
/// <param name="Count">Images.</param>
/// <param name="Confidence">Mean confidence; null without images.</param>
/// <param name="Accuracy">Share that is right; null without images.</param>
/// <param name="CiLow">Lower end of the 95 % interval of the accuracy: Wilson's, of pictures where several images are of
/// one.</param>
/// <param name="CiHigh">Upper end of it.</param>
public sealed record ReliabilityBar(
    double Low,
    double High,
    int Count,
    double? Confidence,
    double? Accuracy,
    double? CiLow,
    double? CiHigh
);

/// <summary>Classes that are taken for each other, the commonest first.</summary>
public sealed record Confusions(string LabelSet, int Mistakes, IReadOnlyList<ConfusionPair> Items) : Doubted;

/// <param name="Label">What the label set says: the single label, else the class of the dataset itself.</param>
/// <param name="Predicted">What the model says.</param>
/// <param name="Count">How often.</param>
public sealed record ConfusionPair(ClassRef Label, ClassRef Predicted, int Count);

/// <summary>A part of the images that an evaluation gets wrong.</summary>
/// <param name="Items">The images in order.</param>
/// <param name="Next">Send as <c>cursor</c> to get the next part; null at the end.</param>
public sealed record MistakePage(IReadOnlyList<Mistake> Items, string? Next) : Doubted;

/// <param name="Image">Index in the dataset.</param>
/// <param name="Name">Path of the image in the dataset.</param>
/// <param name="Labels">Acceptable classes.</param>
/// <param name="Predicted">What the model says.</param>
/// <param name="Confidence">How sure it is; null when only ranks are known.</param>
/// <param name="Kind">What kind of mistake it is; null where nothing is registered to tell it by.</param>
public sealed record Mistake(
    int Image,
    string Name,
    IReadOnlyList<ClassRef> Labels,
    ClassRef Predicted,
    double? Confidence,
    MistakeKind? Kind
);
