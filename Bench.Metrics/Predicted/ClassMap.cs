namespace Bench.Metrics.Predicted;

/// <summary>Predictions over another class space: a subset of the classes, or several classes merged into one.</summary>
/// <remarks>
/// The other space's logits are taken first; argmax and softmax follow over them. A float32 logit of the head is used wherever the head has
/// the class; a class outside the head has its half-precision logit, which is never ranked above one of the head. So half precision decides
/// between two classes only where an image's head holds neither.
/// A merged class has the largest logit of its members: its argmax is that of the published protocol (best of the mapped classes, then
/// map).
/// </remarks>
public static class ClassMap
{
    /// <summary>Keeps some classes, in the order given.</summary>
    /// <exception cref="ArgumentException">No class, a class twice or outside the space, or predictions that cannot tell (see
    /// <see cref="MapClasses"/>).</exception>
    public static Predictions Restrict(this Predictions predictions, ReadOnlySpan<ushort> classes)
    {
        var targets = new int[predictions.Classes];
        Array.Fill(targets, -1);
        for (var t = 0; t < classes.Length; t++)
        {
            if (classes[t] >= targets.Length)
                throw new ArgumentException($"class {classes[t]} is outside the {targets.Length} classes", nameof(classes));
            if (targets[classes[t]] >= 0)
                throw new ArgumentException($"class {classes[t]} stands twice in the subset", nameof(classes));
            targets[classes[t]] = t;
        }
        return predictions.MapClasses(targets, classes.Length);
    }

    /// <summary>Why these predictions cannot be restricted to some classes, in words for a person; null when they can.</summary>
    public static string? WhyNotRestrict(this Predictions predictions, ReadOnlySpan<ushort> classes)
    {
        if (predictions.Content == PredictionContent.Full)
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
            : $"needs every logit: {silent:N0} images have none of the dataset's {classes.Length} classes among the "
                + $"{predictions.HeadSize} best that these predictions carry";
    }

    /// <summary>Maps each class to one of another space or to none.</summary>
    /// <param name="predictions">What to map. With every logit the result has every logit; otherwise it is a ranking of those mapped
    /// classes that each image's best classes name.</param>
    /// <param name="targetOf">[C] class of the other space, or −1 for none. Several classes may share a target.</param>
    /// <param name="targets">Number of classes in the other space; each has at least one member.</param>
    /// <exception cref="ArgumentException">The map does not fit, or an image's ranking names none of the mapped classes (the message names
    /// the image index).</exception>
    public static Predictions MapClasses(this Predictions predictions, ReadOnlySpan<int> targetOf, int targets)
    {
        if (targetOf.Length != predictions.Classes)
            throw new ArgumentException($"a map of {targetOf.Length} classes for predictions of {predictions.Classes}");
        if (targets < 1)
            throw new ArgumentException("a map to no class", nameof(targets));
        for (var c = 0; c < targetOf.Length; c++)
            if (targetOf[c] < -1 || targetOf[c] >= targets)
                throw new ArgumentException($"class {c} is mapped to {targetOf[c]} of {targets}");
        for (var t = 0; t < targets; t++)
            if (!targetOf.Contains(t))
                throw new ArgumentException($"no class is mapped to {t}", nameof(targetOf));
        return predictions.Content == PredictionContent.Full
            ? MapLogits(predictions, targetOf, targets)
            : MapRanks(predictions, targetOf, targets);
    }

    static Predictions MapLogits(Predictions source, ReadOnlySpan<int> targetOf, int targets)
    {
        var k = Math.Min(source.HeadSize, targets);
        var (classes, top, sums) = (new ushort[source.Count * k], new float[source.Count * k], new float[source.Count]);
        var tail = new Half[source.Count * targets];
        var (row, mapped) = (new float[source.Classes], new float[targets]);
        for (var i = 0; i < source.Count; i++)
        {
            source.AllLogits(i, row);
            Array.Fill(mapped, (float)Half.MinValue);
            for (var c = 0; c < row.Length; c++)
                if (targetOf[c] >= 0)
                    mapped[targetOf[c]] = Math.Max(mapped[targetOf[c]], row[c]);
            if (!PredictionHead.TryExtract(mapped, classes.AsSpan(i * k, k), top.AsSpan(i * k, k), out sums[i]))
                throw new ArgumentException($"image {i} has a logit that is NaN or infinite");
            PredictionHead.StoreTail(mapped, tail.AsSpan(i * targets, targets));
        }
        return new()
        {
            Count = source.Count,
            Classes = targets,
            HeadSize = k,
            TopClass = classes,
            TopLogit = top,
            LogSumExp = sums,
            Logits = tail,
        };
    }

    static Predictions MapRanks(Predictions source, ReadOnlySpan<int> targetOf, int targets)
    {
        var ranked = new List<ushort>[source.Count];
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i] = [];
            foreach (var c in source.TopClass.Span.Slice(i * source.HeadSize, source.HeadSize))
                if (targetOf[c] >= 0 && !ranked[i].Contains((ushort)targetOf[c]))
                    ranked[i].Add((ushort)targetOf[c]);
            if (ranked[i].Count == 0)
                throw new ArgumentException(
                    $"image {i} has none of the mapped classes among its {source.HeadSize} best; every logit is needed"
                );
        }
        var k = ranked.Length == 0 ? Math.Min(source.HeadSize, targets) : ranked.Min(r => r.Count);
        return new()
        {
            Count = source.Count,
            Classes = targets,
            HeadSize = k,
            TopClass = ranked.SelectMany(r => r.Take(k)).ToArray(),
        };
    }
}
