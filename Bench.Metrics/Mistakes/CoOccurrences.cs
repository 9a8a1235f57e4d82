using Bench.Metrics.Numerics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Mistakes;

/// <summary>Classes that often appear on one picture.</summary>
/// <remarks>Two classes co-occur when at least two pictures show both; the class that a picture is filed under counts
/// as shown. Peychev et al. count them over the labels of ReaL, on pictures that the multi-label annotations say
/// nothing about, so that no picture explains its own mistake.</remarks>
public sealed class CoOccurrences
{
    /// <summary>Fewest pictures that make a pair.</summary>
    public const int Fewest = 2;

    readonly HashSet<(ushort, ushort)> _pairs;

    CoOccurrences(HashSet<(ushort, ushort)> pairs) => _pairs = pairs;

    /// <summary>Number of pairs, each counted once.</summary>
    public int Count => _pairs.Count;

    /// <param name="labels">Labels with all classes that a picture shows.</param>
    /// <param name="images">The pictures to count over; of them only those that the label set uses.</param>
    public static CoOccurrences Of(GroundTruth labels, BitSet images)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count != labels.Count)
            throw new ArgumentException($"a set of {images.Count} images for a view of {labels.Count}", nameof(images));
        var pictures = new Dictionary<(ushort, ushort), int>();
        var shown = new SortedSet<ushort>();
        for (var image = 0; image < labels.Count; image++)
        {
            if (!images[image] || !labels.IsUsed(image))
                continue;
            shown.Clear();
            foreach (var each in labels.Of(image))
                shown.Add(each);
            if (!labels.OriginalClass.IsEmpty)
                shown.Add(labels.OriginalClass.Span[image]);
            foreach (var first in shown)
            foreach (var second in shown)
                if (first < second)
                    pictures[(first, second)] = pictures.GetValueOrDefault((first, second)) + 1;
        }
        return new([.. pictures.Where(static pair => pair.Value >= Fewest).Select(static pair => pair.Key)]);
    }

    public bool AreTogether(ushort a, ushort b) => _pairs.Contains(a < b ? (a, b) : (b, a));
}
