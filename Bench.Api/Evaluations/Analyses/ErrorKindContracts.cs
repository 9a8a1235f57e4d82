using Bench.Api.Doubts;
using Bench.Metrics.Mistakes;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>What an evaluation gets wrong, sorted by kind.</summary>
/// <param name="LabelSet">Key of the label set that says what is acceptable.</param>
/// <param name="LabelSetVersion">Its version.</param>
/// <param name="N">Images sorted: those that the label set uses.</param>
/// <param name="NotOwn">Of those, images whose best class is not the class that they are filed under: top-1 errors
/// where every image accepts its own class.</param>
/// <param name="Errors">Of those, mistakes: collapsed classes and valid multi-labels are none.</param>
/// <param name="Items">Every kind, in the order in which they are tried.</param>
/// <param name="Missing">Kinds of which no mistake can be here, and why.</param>
/// <param name="Evidence">What the kinds were told by.</param>
public sealed record ErrorKinds(
    string LabelSet,
    int LabelSetVersion,
    int N,
    int NotOwn,
    int Errors,
    IReadOnlyList<ErrorKindCount> Items,
    IReadOnlyList<MissingErrorKind> Missing,
    ErrorEvidence Evidence
) : Doubted;

/// <param name="Kind">The first that fits.</param>
/// <param name="Severity">none: counted as acceptable; minor; explained; major: nothing explains it.</param>
/// <param name="Count">Images.</param>
/// <param name="Share">Of all images; null without any.</param>
/// <param name="CiLow">Lower end of the 95 % interval: Wilson's, of pictures where several images are of one.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="OfErrors">Share of the mistakes; null for a kind that is not a mistake, and without mistakes.</param>
/// <param name="OfErrorsCiLow">Lower end of the 95 % interval: Wilson's, of pictures where several images are of one.</param>
/// <param name="OfErrorsCiHigh">Upper end of it.</param>
public sealed record ErrorKindCount(
    MistakeKind Kind,
    MistakeSeverity Severity,
    int Count,
    double? Share,
    double? CiLow,
    double? CiHigh,
    double? OfErrors,
    double? OfErrorsCiLow,
    double? OfErrorsCiHigh
);

/// <param name="Kind">coOccurring, nonPrototypical or outOfVocabulary.</param>
/// <param name="Reason">Why there can be none.</param>
public sealed record MissingErrorKind(string Kind, string Reason);

/// <param name="Superclasses">Superclasses with more than one class.</param>
/// <param name="SuperclassSource">error-rules, or is-a: derived from the is-a file.</param>
/// <param name="CollapsedPairs">Pairs of a label and a prediction that is as good.</param>
/// <param name="CoOccurringPairs">Pairs of classes that occur together on at least two images that the label set says
/// nothing about.</param>
/// <param name="CoOccurringSource">Label set that they were counted in, with its version; null for none.</param>
/// <param name="NonPrototypicalSources">Annotations that name non-prototypical images.</param>
public sealed record ErrorEvidence(
    int Superclasses,
    string SuperclassSource,
    int CollapsedPairs,
    int CoOccurringPairs,
    string? CoOccurringSource,
    IReadOnlyList<string> NonPrototypicalSources
);
