namespace Bench.Metrics.Hierarchy;

/// <summary>How far apart classes are by a table.</summary>
public sealed class ClassDistances
{
    readonly float[] _heights;

    internal ClassDistances(int classes, float[] heights) => (Classes, _heights) = (classes, heights);

    /// <summary>Number of classes, C.</summary>
    public int Classes { get; }

    /// <summary>Distance from a prediction to the nearest acceptable class; 0 when it is one of them.</summary>
    /// <exception cref="ArgumentException">No class is acceptable.</exception>
    public float Severity(int predicted, ReadOnlySpan<ushort> acceptable)
    {
        if (acceptable.IsEmpty)
            throw new ArgumentException("a distance needs at least one acceptable class", nameof(acceptable));
        var least = float.PositiveInfinity;
        foreach (var label in acceptable)
            least = Math.Min(least, _heights[predicted * Classes + label]);
        return least;
    }
}
