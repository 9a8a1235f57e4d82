namespace Bench.Metrics.Clustered;

/// <summary>Items of which several are of one picture, such as its copies under corruptions or the films that are made
/// from it. What is computed from them is uncertain as the pictures are, not as the items.</summary>
public sealed class Clusters
{
    readonly int[] _starts;
    readonly int[] _items;

    /// <param name="pictures">[N] picture of each item.</param>
    /// <param name="count">Number of pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">A picture is not in 0 … <paramref name="count"/> − 1.</exception>
    public Clusters(IReadOnlyList<int> pictures, int count)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        (_starts, _items, Pictures) = (new int[count + 1], new int[pictures.Count], pictures);
        foreach (var picture in pictures)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(picture, nameof(pictures));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, count, nameof(pictures));
            _starts[picture + 1]++;
        }
        for (var picture = 0; picture < count; picture++)
            _starts[picture + 1] += _starts[picture];
        var next = _starts.AsSpan(0, count).ToArray();
        for (var item = 0; item < pictures.Count; item++)
            _items[next[pictures[item]]++] = item;
    }

    /// <summary>Number of pictures.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>[N] picture of each item.</summary>
    public IReadOnlyList<int> Pictures { get; }

    /// <summary>[n] picture of each of some items.</summary>
    public int[] Among(int[] items) => Array.ConvertAll(items, item => Pictures[item]);

    /// <summary>The items of a picture, in ascending order.</summary>
    public ReadOnlySpan<int> Of(int picture) => _items.AsSpan(_starts[picture].._starts[picture + 1]);
}
