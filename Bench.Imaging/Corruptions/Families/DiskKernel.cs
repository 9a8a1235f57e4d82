namespace Bench.Imaging.Corruptions.Families;

/// <summary>A filled disk on a grid of pixels, softened by a small Gaussian as OpenCV's <c>GaussianBlur</c> would: 3 ×
/// 3 up to radius 8, 5 × 5 above.</summary>
sealed class DiskKernel
{
    const int SmallRadius = 8;

    readonly List<(int X, int Y)> _places = [];

    public DiskKernel(int radius, double softening)
    {
        Margin = Math.Max(SmallRadius, radius);
        var size = 2 * Margin + 1;
        var disk = new double[size, size];
        var count = 0;
        for (var y = -Margin; y <= Margin; y++)
        for (var x = -Margin; x <= Margin; x++)
            if (x * x + y * y <= radius * radius)
                (disk[y + Margin, x + Margin], count) = (1, count + 1);
        var half = radius <= SmallRadius ? 1 : 2;
        var soft = Enumerable.Range(-half, 2 * half + 1).Select(i => Math.Exp(-i * i / (2 * softening * softening))).ToArray();
        var total = soft.Sum();
        var weights = new List<float>();
        for (var y = 0; y < size; y++)
        for (var x = 0; x < size; x++)
        {
            var sum = 0.0;
            for (var v = -half; v <= half; v++)
            for (var u = -half; u <= half; u++)
                sum += disk[Inside(y + v, size), Inside(x + u, size)] * soft[v + half] * soft[u + half];
            if (sum == 0)
                continue;
            _places.Add((x, y));
            weights.Add((float)(sum / (total * total) / count));
        }
        Weights = [.. weights];
    }

    /// <summary>Pixels on each side of the middle.</summary>
    public int Margin { get; }

    public int Count => _places.Count;

    public float[] Weights { get; }

    /// <summary>Where the neighbours are in a padded picture, seen from the upper left one.</summary>
    public void Offsets(int row, int channels, Span<int> offsets)
    {
        for (var i = 0; i < _places.Count; i++)
            offsets[i] = _places[i].Y * row + _places[i].X * channels;
    }

    static int Inside(int place, int size) => Building.Filtering.Index(Building.Border.Reflect101, place, size);
}
