using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Robustness;

/// <summary>Whether shape or texture decides, over images whose two cues show different classes
/// (<c>cue-conflict</c>).</summary>
/// <param name="Shape">Images that were called by their shape.</param>
/// <param name="Texture">Images that were called by their texture.</param>
/// <param name="Neither">Images that were called something else.</param>
/// <remarks>Geirhos et al., "ImageNet-trained CNNs are biased towards texture", 2019. Images whose cues agree are left
/// out.</remarks>
public readonly record struct ShapeBias(int Shape, int Texture, int Neither)
{
    /// <summary>Images with different cues.</summary>
    public int N => Shape + Texture + Neither;

    /// <summary>Shape / (shape + texture), in [0, 1]; NaN where neither cue was ever named.</summary>
    public double Value => Shape + Texture == 0 ? double.NaN : (double)Shape / (Shape + Texture);

    /// <summary>Wilson's 95 % interval of <see cref="Value"/>.</summary>
    public Interval Interval => WilsonInterval.Of(Shape, Shape + Texture);

    /// <summary>The same with the labels that show the two cues.</summary>
    /// <exception cref="ArgumentException">The outcomes are over lists of different length.</exception>
    public static ShapeBias Of(ImageOutcomes byShape, ImageOutcomes byTexture, GroundTruth shapes, GroundTruth textures) =>
        Of(byShape, byTexture, image => !shapes.Of(image).SequenceEqual(textures.Of(image)));

    /// <summary>The same of the images of each shape, by class.</summary>
    /// <exception cref="ArgumentException">The outcomes are over lists of different length.</exception>
    public static SortedDictionary<int, ShapeBias> ByShape(
        ImageOutcomes byShape,
        ImageOutcomes byTexture,
        GroundTruth shapes,
        GroundTruth textures
    )
    {
        ArgumentNullException.ThrowIfNull(byShape);
        ArgumentNullException.ThrowIfNull(shapes);
        var found = new SortedDictionary<int, ShapeBias>();
        var classes = Enumerable.Range(0, shapes.Count).Where(image => byShape.Used[image]).Select(image => (int)shapes.Of(image)[0]);
        foreach (var each in classes.Distinct())
            found[each] = Of(
                byShape,
                byTexture,
                image => shapes.Of(image)[0] == each && !shapes.Of(image).SequenceEqual(textures.Of(image))
            );
        return found;
    }

    /// <summary>From what a decider got right by the shapes and by the textures of the same images.</summary>
    /// <param name="byShape">Right when the shape was named.</param>
    /// <param name="byTexture">Right when the texture was named.</param>
    /// <param name="cuesDiffer">Whether an image's two cues show different classes.</param>
    /// <exception cref="ArgumentException">The outcomes are over lists of different length.</exception>
    public static ShapeBias Of(ImageOutcomes byShape, ImageOutcomes byTexture, Func<int, bool> cuesDiffer)
    {
        ArgumentNullException.ThrowIfNull(byShape);
        ArgumentNullException.ThrowIfNull(byTexture);
        ArgumentNullException.ThrowIfNull(cuesDiffer);
        if (byShape.Used.Count != byTexture.Used.Count)
            throw new ArgumentException(
                $"outcomes over {byShape.Used.Count} and {byTexture.Used.Count} images cannot be paired",
                nameof(byTexture)
            );
        int shape = 0,
            texture = 0,
            neither = 0;
        for (var image = 0; image < byShape.Used.Count; image++)
        {
            if (!byShape.Used[image] || !byTexture.Used[image] || !cuesDiffer(image))
                continue;
            if (byShape.Correct[image])
                shape++;
            else if (byTexture.Correct[image])
                texture++;
            else
                neither++;
        }
        return new(shape, texture, neither);
    }
}
