namespace Bench.Metrics.Robustness;

/// <summary>Where each class of a model stands in a subset of them.</summary>
internal static class ClassPlaces
{
    /// <returns>[C] index in the subset, −1 outside it.</returns>
    /// <exception cref="ArgumentException">The subset is empty, out of order or out of range.</exception>
    public static int[] Of(ReadOnlySpan<ushort> subset, int classes)
    {
        if (subset.IsEmpty) throw new ArgumentException("a subset needs at least one class", nameof(subset));
        var places = new int[classes];
        Array.Fill(places, -1);
        for (var j = 0; j < subset.Length; j++)
        {
            if (subset[j] >= classes) throw new ArgumentException($"class {subset[j]} of the subset is not among the model's {classes}", nameof(subset));
            if (j > 0 && subset[j] <= subset[j - 1]) throw new ArgumentException($"the subset is not ascending at class {subset[j]}", nameof(subset));
            places[subset[j]] = j;
        }
        return places;
    }
}
