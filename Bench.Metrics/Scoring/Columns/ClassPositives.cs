namespace Bench.Metrics.Scoring.Columns;

/// <summary>The images of each class under one label set, row after row.</summary>
sealed class ClassPositives
{
    readonly int[] _starts;
    readonly int[] _images;

    public ClassPositives(ColumnSubject view)
    {
        var classes = view.Predictions.Classes;
        Used = new bool[view.Labels.Count];
        foreach (var i in view.Images)
            Used[i] = true;
        Count = view.Images.Length;
        _starts = new int[classes + 1];
        foreach (var i in view.Images)
        foreach (var c in view.Labels.Of(i))
            _starts[c + 1]++;
        for (var c = 0; c < classes; c++)
            _starts[c + 1] += _starts[c];
        _images = new int[_starts[^1]];
        var next = _starts.AsSpan().ToArray();
        foreach (var i in view.Images)
        foreach (var c in view.Labels.Of(i))
            _images[next[c]++] = i;
    }

    /// <summary>[N] whether each image is used.</summary>
    public bool[] Used { get; }

    /// <summary>Number of used images.</summary>
    public int Count { get; }

    /// <summary>Used images that have the class, ascending.</summary>
    public ReadOnlySpan<int> Of(int @class) => _images.AsSpan(_starts[@class].._starts[@class + 1]);
}
