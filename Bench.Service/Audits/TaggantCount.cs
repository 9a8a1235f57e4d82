namespace Bench.Service.Audits;

/// <summary>Counts keys whose label is among a model's best classes.</summary>
public static class TaggantCount
{
    /// <param name="logits">The model's answer for each key; null for a picture that could not be decoded.</param>
    /// <param name="labels">The keys' secret labels.</param>
    /// <param name="topK">Best classes that count.</param>
    /// <param name="classes">Classes of the model.</param>
    /// <remarks>Among equal logits a key counts only where fewer than k classes are as good or better, so that a model
    /// with constant answers hits nothing.</remarks>
    public static TaggantResult Of(IReadOnlyList<float[]?> logits, IReadOnlyList<ushort> labels, int topK, int classes)
    {
        var (keys, hits) = (0, 0);
        for (var key = 0; key < labels.Count; key++)
        {
            if (logits[key] is not { } answer)
                continue;
            keys++;
            var ofLabel = answer[labels[key]];
            hits += answer.Count(logit => logit >= ofLabel) <= topK ? 1 : 0;
        }
        return new(keys, hits, classes);
    }
}
