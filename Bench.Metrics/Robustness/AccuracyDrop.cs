using Bench.Metrics.Comparison;

namespace Bench.Metrics.Robustness;

/// <summary>What editing one attribute of an image costs a model: its top-1 on the unedited images less its top-1 on the edited ones.</summary>
/// <param name="Attribute">What was edited: background, size, position, direction.</param>
/// <param name="Drop">Unedited less edited accuracy, positive when the edit hurts, with its paired 95 % interval.</param>
/// <param name="McNemarP">Exact p of no change.</param>
/// <remarks>Paired by image: each edited image stands against its own original, as ImageNet-E asks (Li et al., "ImageNet-E: benchmarking neural network
/// robustness via attribute
/// editing", 2023). An image that lacks either side is left out.</remarks>
public sealed record AccuracyDrop(string Attribute, PairedDifference Drop, double McNemarP)
{
    /// <param name="attribute">Name of the attribute.</param>
    /// <param name="unedited">Outcomes on the originals.</param>
    /// <param name="edited">Outcomes on the edited images, in the order of their originals.</param>
    /// <exception cref="ArgumentException">The two are over lists of different length.</exception>
    public static AccuracyDrop Of(string attribute, ImageOutcomes unedited, ImageOutcomes edited)
    {
        var counts = PairedCounts.Of(unedited, edited);
        return new(attribute, PairedDifference.Of(counts), McNemar.Test(counts).PValue);
    }
}
