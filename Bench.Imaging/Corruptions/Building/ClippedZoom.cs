namespace Bench.Imaging.Corruptions.Building;

/// <summary>The middle of a picture, enlarged to the picture's own size: SciPy's <c>zoom</c> of order 1 over the middle
/// ⌈side / factor⌉ pixels, trimmed.</summary>
static class ClippedZoom
{
    /// <summary>Adds the enlarged picture to <paramref name="target"/>.</summary>
    /// <param name="source">side × side pixels.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="channels">Values of a pixel.</param>
    /// <param name="factor">How much to enlarge, at least 1.</param>
    /// <param name="target">side × side pixels.</param>
    /// <param name="row">Room for one row.</param>
    /// <param name="places">Room for side numbers.</param>
    /// <param name="shares">Room for side numbers.</param>
    public static void Add(
        ReadOnlySpan<float> source,
        int side,
        int channels,
        double factor,
        Span<float> target,
        Span<float> row,
        Span<int> places,
        Span<float> shares
    )
    {
        var middle = (int)Math.Ceiling(side / factor);
        var first = (side - middle) / 2;
        var enlarged = (int)Math.Round(middle * factor);
        var trim = (enlarged - side) / 2;
        var step = enlarged > 1 ? (middle - 1.0) / (enlarged - 1) : 0;
        for (var i = 0; i < side; i++)
        {
            var place = (i + trim) * step;
            places[i] = first + Math.Min((int)place, Math.Max(0, middle - 2));
            shares[i] = (float)(place - (places[i] - first));
        }
        var length = side * channels;
        for (var y = 0; y < side; y++)
        {
            Lerp(source.Slice(places[y] * length, length), source.Slice(Next(places[y], side) * length, length), shares[y], row);
            var output = target.Slice(y * length, length);
            if (channels == 1)
                for (var x = 0; x < side; x++)
                {
                    var left = row[places[x]];
                    output[x] += left + (row[Next(places[x], side)] - left) * shares[x];
                }
            else
                for (var x = 0; x < side; x++)
                {
                    var left = row.Slice(places[x] * 3, 3);
                    var right = row.Slice(Next(places[x], side) * 3, 3);
                    var share = shares[x];
                    var to = output.Slice(x * 3, 3);
                    to[0] += left[0] + (right[0] - left[0]) * share;
                    to[1] += left[1] + (right[1] - left[1]) * share;
                    to[2] += left[2] + (right[2] - left[2]) * share;
                }
        }
    }

    static int Next(int place, int side) => Math.Min(place + 1, side - 1);

    static void Lerp(ReadOnlySpan<float> above, ReadOnlySpan<float> below, float share, Span<float> target)
    {
        for (var i = 0; i < above.Length; i++)
            target[i] = above[i] + (below[i] - above[i]) * share;
    }
}
