using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Mistakes;

/// <summary>Sorts what models say of images into kinds, under one label set.</summary>
/// <remarks>
/// The first that fits: the image's own class, where the label set accepts it; collapsed with the image's own class,
/// whatever the label set says; accepted by the label set (unclear classes too); sharing a superclass with an accepted
/// class; co-occurring with an accepted class; on a non-prototypical image; unexplained. A class that the image is
/// filed under and the label set does not accept is a mistake like any other.
/// </remarks>
public sealed class MistakeSorter
{
    readonly GroundTruth _labels;
    readonly MistakeEvidence _evidence;
    readonly CoOccurrences? _together;

    /// <param name="labels">The label set, over the classes of the predictions.</param>
    /// <param name="evidence">What explains mistakes, over the same classes and images.</param>
    /// <exception cref="ArgumentException">The label set has no class to file an image under.</exception>
    public MistakeSorter(GroundTruth labels, MistakeEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(evidence);
        if (!labels.SingleLabel && labels.OriginalClass.IsEmpty)
            throw new ArgumentException("the view has no class to file an image under", nameof(labels));
        (_labels, _evidence) = (labels, evidence);
        if (evidence.Shown is null)
        {
            WhyNoneTogether = MistakeEvidence.WithoutShown;
            return;
        }
        var unseen = Unseen(labels);
        if (unseen.PopCount() == 0)
            WhyNoneTogether = MistakeEvidence.WithoutUnseen;
        else
            _together = CoOccurrences.Of(evidence.Shown, unseen);
    }

    /// <summary>Why no mistake can be of the kind <see cref="MistakeKind.CoOccurring"/>; null when some can.</summary>
    public string? WhyNoneTogether { get; }

    /// <summary>Why no mistake can be of the kind <see cref="MistakeKind.NonPrototypical"/>; null when some
    /// can.</summary>
    public string? WhyNoneNonPrototypical => _evidence.NonPrototypical is null ? MistakeEvidence.WithoutNonPrototypical : null;

    /// <summary>Pairs of classes that co-occur, those of one superclass included.</summary>
    public int PairsTogether => _together?.Count ?? 0;

    /// <param name="image">An image that the label set uses.</param>
    /// <param name="predicted">The model's best class.</param>
    public MistakeKind KindOf(int image, ushort predicted)
    {
        var (own, accepted) = (_labels.FiledUnder(image), _labels.Accepts(image, predicted));
        if (predicted == own && accepted)
            return MistakeKind.Right;
        if (_evidence.Relations.AreCollapsed(own, predicted))
            return MistakeKind.CollapsedClasses;
        if (accepted)
            return MistakeKind.ValidMultiLabel;
        if (Any(image, label => _evidence.Relations.ShareSuperclass(label, predicted)))
            return MistakeKind.SameSuperclass;
        if (_together is { } together && Any(image, label => together.AreTogether(label, predicted)))
            return MistakeKind.CoOccurring;
        return _evidence.NonPrototypical?[image] == true ? MistakeKind.NonPrototypical : MistakeKind.Unexplained;
    }

    /// <summary>The kind of each image; null for one that the label set leaves out.</summary>
    public MistakeKind?[] Sort(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != _labels.Count)
            throw new ArgumentException($"predictions of {predictions.Count} images for a view of {_labels.Count}", nameof(predictions));
        var kinds = new MistakeKind?[_labels.Count];
        for (var image = 0; image < kinds.Length; image++)
            if (_labels.IsUsed(image))
                kinds[image] = KindOf(image, predictions.TopClass.Span[image * predictions.HeadSize]);
        return kinds;
    }

    bool Any(int image, Func<ushort, bool> holds)
    {
        foreach (var label in _labels.Of(image))
            if (holds(label))
                return true;
        foreach (var label in _labels.UnclearOf(image))
            if (holds(label))
                return true;
        return false;
    }

    static BitSet Unseen(GroundTruth labels)
    {
        var unseen = new BitSet(labels.Count);
        var code = labels.ExclusionReasons.ToList().IndexOf(MistakeEvidence.NotAnnotated) + 1;
        for (var image = 0; code > 0 && image < labels.Count; image++)
            if (labels.Exclusions.Span[image] == code)
                unseen[image] = true;
        return unseen;
    }
}
