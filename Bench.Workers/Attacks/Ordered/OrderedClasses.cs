namespace Bench.Workers.Attacks.Ordered;

/// <summary>Which classes an image is led to.</summary>
internal static class OrderedClasses
{
    const int OrderPart = 4_999_999;

    /// <summary>Classes other than the label, drawn without putting back.</summary>
    /// <param name="seed">Of the whole run.</param>
    /// <param name="image">Its number: the choice hangs on it.</param>
    /// <param name="label">Its class.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="length">How many are wanted, below <paramref name="classes"/>. Fewer are the beginning of
    /// more.</param>
    public static int[] Draw(long seed, long image, int label, int classes, int length)
    {
        var random = SeededRandom.For(seed, image, OrderPart);
        int[] left = [.. Enumerable.Range(0, classes).Where(each => each != label)];
        for (var i = 0; i < length; i++)
        {
            var chosen = i + random.NextInt(left.Length - i);
            (left[i], left[chosen]) = (left[chosen], left[i]);
        }
        return left[..length];
    }
}
