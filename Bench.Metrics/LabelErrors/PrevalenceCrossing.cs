using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.LabelErrors;

/// <summary>Where two models change order as mislabelled images become more common.</summary>
/// <param name="First">Curve of the first model over the images both use.</param>
/// <param name="Second">Curve of the second over the same images.</param>
/// <param name="Prevalence">The prevalence at which their expected accuracies are equal; null when one leads, or they
/// tie, at either end.</param>
/// <remarks>On shared images the difference of the two numerators is linear in the share of removable images left, so
/// there is at most one crossing and it has a closed form. It is an estimate: read it together with the paired test of
/// the two models.</remarks>
public sealed record PrevalenceCrossing(PrevalenceCurve First, PrevalenceCurve Second, double? Prevalence)
{
    /// <inheritdoc cref="PrevalenceCurve.Of"/>
    /// <param name="first">Outcomes of the first model under corrected labels.</param>
    /// <param name="second">Outcomes of the second.</param>
    /// <param name="mislabelled">Images whose original label was judged wrong.</param>
    /// <param name="removable">Images that may be taken away.</param>
    public static PrevalenceCrossing Of(ImageOutcomes first, ImageOutcomes second, BitSet mislabelled, BitSet removable)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (a, b) = (
            PrevalenceCurve.Of(Restrict(first, second), mislabelled, removable),
            PrevalenceCurve.Of(Restrict(second, first), mislabelled, removable)
        );
        double atEnd = a.Mislabelled.Right + a.Kept.Right - b.Mislabelled.Right - b.Kept.Right;
        double slope = a.Removable.Right - b.Removable.Right;
        var flips = atEnd * (atEnd + slope) < 0;
        return new(a, b, flips ? a.At(-atEnd / slope).Prevalence : null);
    }

    static ImageOutcomes Restrict(ImageOutcomes model, ImageOutcomes other)
    {
        model.RequireSameImages(other);
        var (correct, used) = (new BitSet(model.Used.Count), new BitSet(model.Used.Count));
        for (var image = 0; image < used.Count; image++)
        {
            used[image] = model.Used[image] && other.Used[image];
            correct[image] = used[image] && model.Correct[image];
        }
        return new(correct, used);
    }
}
