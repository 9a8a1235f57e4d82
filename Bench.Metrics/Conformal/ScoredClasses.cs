using Bench.Metrics.Predicted;

namespace Bench.Metrics.Conformal;

/// <summary>Classes of one image from the most probable down, each with its score by every method, computed only as far
/// as somebody asks. One instance is reused for all images.</summary>
internal sealed class ScoredClasses(Predictions predictions, IReadOnlyList<ConformalMethod> methods, ConformalOptions options)
{
    readonly RankedClasses _classes = new(predictions);
    readonly NonconformityScore[] _next = [.. methods.Select(method => new NonconformityScore(method, options))];
    readonly List<double>[] _scores = [.. methods.Select(_ => new List<double>())];
    int _image;

    /// <summary>Starts over with another image.</summary>
    public void Load(int image)
    {
        _image = image;
        _classes.Load(image);
        foreach (var score in _next)
            score.Load(image);
        foreach (var scores in _scores)
            scores.Clear();
    }

    /// <summary>Score of the best-ranked class of a set.</summary>
    /// <exception cref="ArgumentException">No class of the model is in the set.</exception>
    public double ScoreOfFirst(int method, ReadOnlySpan<ushort> set)
    {
        for (var rank = 0; TryGet(method, rank, out var category, out var score); rank++)
            if (set.Contains(category))
                return score;
        throw new ArgumentException($"image {_image} has no label among the model's classes", nameof(set));
    }

    /// <summary>How many classes score at most a quantile, and whether one of them is in a set.</summary>
    public (int Size, bool Covered) SetAt(int method, double quantile, ReadOnlySpan<ushort> set)
    {
        var (size, covered) = (0, false);
        for (; TryGet(method, size, out var category, out var score) && score <= quantile; size++)
            covered |= set.Contains(category);
        return (size, covered);
    }

    bool TryGet(int method, int rank, out ushort category, out double score)
    {
        score = 0;
        if (!_classes.TryGet(rank, out category, out _))
            return false;
        var scores = _scores[method];
        while (scores.Count <= rank)
        {
            _classes.TryGet(scores.Count, out _, out var probability);
            scores.Add(_next[method].Next(probability));
        }
        score = scores[rank];
        return true;
    }
}
