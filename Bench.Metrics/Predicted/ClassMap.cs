namespace Bench.Metrics.Predicted;

/// <summary>Predictions over some of the classes.</summary>
/// <remarks>The subset's logits are taken first; argmax and softmax follow over them. Half precision decides between
/// two classes only where an image's head holds neither.</remarks>
public static class ClassMap
{
    /// <summary>Keeps some classes, in the order given.</summary>
    /// <exception cref="ArgumentException">No class, a class twice or outside the space, or predictions that cannot
    /// tell (see <see cref="WhyNotRestrict"/>).</exception>
    public static Predictions Restrict(this Predictions predictions, ReadOnlySpan<ushort> classes)
    {
        var seen = new HashSet<ushort>();
        foreach (var c in classes)
        {
            if (c >= predictions.Classes)
                throw new ArgumentException($"class {c} is outside the {predictions.Classes} classes", nameof(classes));
            if (!seen.Add(c))
                throw new ArgumentException($"class {c} appears twice in the subset", nameof(classes));
        }
        return predictions.Group(new ClassGroups(predictions.Classes, GroupRule.Max, [.. classes.ToArray().Select(c => (ushort[])[c])]));
    }

    /// <summary>Why these predictions cannot be restricted to some classes, in words for a person; null when they
    /// can.</summary>
    public static string? WhyNotRestrict(this Predictions predictions, ReadOnlySpan<ushort> classes)
    {
        if (predictions.HasEveryLogit())
            return null;
        var mapped = new bool[predictions.Classes];
        foreach (var c in classes)
            mapped[c] = true;
        var silent = 0;
        for (var i = 0; i < predictions.Count; i++)
        {
            var known = false;
            foreach (var c in predictions.TopClass.Span.Slice(i * predictions.HeadSize, predictions.HeadSize))
                known |= mapped[c];
            if (!known)
                silent++;
        }
        return silent == 0
            ? null
            : $"needs every logit: {silent:N0} images have none of the dataset's {classes.Length} classes "
                + $"among the {predictions.HeadSize} best that these predictions carry";
    }
}
