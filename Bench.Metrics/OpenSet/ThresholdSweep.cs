namespace Bench.Metrics.OpenSet;

/// <summary>Two kinds of images in order of a score, from the highest down, equal scores together: what ROC,
/// precision-recall and risk-coverage curves are read from.</summary>
/// <remarks>One sort serves every metric of the curve. A threshold cannot fall between equal scores, so they enter as
/// one group and input order never matters.</remarks>
public sealed class ThresholdSweep
{
    readonly TieGroup[] _groups;

    ThresholdSweep(float[] scores, bool[] positive)
    {
        Array.Sort(scores, positive);
        var groups = new List<TieGroup>();
        for (int last = scores.Length - 1, first; last >= 0; last = first - 1)
        {
            for (first = last; first > 0 && scores[first - 1] == scores[last]; first--)
                ;
            var positives = positive.AsSpan(first, last - first + 1).Count(true);
            groups.Add(new(scores[last], positives, last - first + 1 - positives));
            Positives += positives;
        }
        Negatives = scores.Length - Positives;
        _groups = [.. groups];
    }

    public int Positives { get; }

    public int Negatives { get; }

    /// <summary>Images in all, N.</summary>
    public int Count => Positives + Negatives;

    /// <summary>Distinct scores, highest first.</summary>
    public ReadOnlySpan<TieGroup> Groups => _groups;

    /// <param name="scores">One score an image; ±∞ is fine.</param>
    /// <param name="positive">Whether that image is a positive one; same length.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or a score is NaN.</exception>
    public static ThresholdSweep Of(ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
            throw new ArgumentException($"{scores.Length} scores and {positive.Length} outcomes", nameof(positive));
        RefuseNaN(scores, nameof(scores));
        return new(scores.ToArray(), positive.ToArray());
    }

    /// <param name="positives">Scores of the positive images.</param>
    /// <param name="negatives">Scores of the others.</param>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static ThresholdSweep OfTwo(ReadOnlySpan<float> positives, ReadOnlySpan<float> negatives)
    {
        RefuseNaN(positives, nameof(positives));
        RefuseNaN(negatives, nameof(negatives));
        var positive = new bool[positives.Length + negatives.Length];
        positive.AsSpan(0, positives.Length).Fill(true);
        return new([.. positives, .. negatives], positive);
    }

    static void RefuseNaN(ReadOnlySpan<float> scores, string name)
    {
        for (var i = 0; i < scores.Length; i++)
            if (float.IsNaN(scores[i]))
                throw new ArgumentException($"score {i} is not a number", name);
    }
}
