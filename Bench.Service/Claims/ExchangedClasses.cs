namespace Bench.Service.Claims;

/// <summary>Two classes whose numbers were exchanged, or of which one has the images of both: among a thousand others, no order of all
/// classes tells.</summary>
/// <remarks>Class names that two classes have (crane, maillot) do both: a table from names to numbers has one place for them.</remarks>
static class ExchangedClasses
{
    /// <summary>Images of the two that are answered as the other one.</summary>
    const int Least = 16;

    /// <summary>A majority of a class's images. Two classes that look alike are mixed up too, but not more often than
    /// told apart.</summary>
    const double Most = 0.5;

    /// <summary>Least share of the images of each of two classes that were exchanged; a model may be right on few of a
    /// class.</summary>
    const double LeastExchanged = 0.3;

    /// <summary>For each that is right.</summary>
    const int PerRight = 4;

    /// <summary>Share of the images of a class that is never answered, and of the answers that go to the other one,
    /// that must be of the two.</summary>
    const double NearlyAll = 0.6;

    /// <param name="stated">[N] answered class of each image.</param>
    /// <param name="right">[N] its right class.</param>
    /// <returns>The pair, how many images would be right, and whether they were exchanged; null where there is none.</returns>
    public static (int One, int Other, int Images, bool AreExchanged)? Find(ReadOnlySpan<int> stated, ReadOnlySpan<int> right)
    {
        var (counts, answered, images) = (new Dictionary<(int, int), int>(), new Dictionary<int, int>(), new Dictionary<int, int>());
        for (var i = 0; i < stated.Length; i++)
        {
            Count(counts, (stated[i], right[i]));
            Count(answered, stated[i]);
            Count(images, right[i]);
        }
        (int One, int Other, int Images, bool AreExchanged)? best = null;
        foreach (var ((answer, label), count) in counts)
        {
            if (answer == label)
                continue;
            var back = counts.GetValueOrDefault((label, answer));
            var correct = counts.GetValueOrDefault((answer, answer)) + counts.GetValueOrDefault((label, label));
            var own = counts.GetValueOrDefault((answer, answer));
            var exchanged =
                answer < label
                && count >= LeastExchanged * images[label]
                && back >= LeastExchanged * images.GetValueOrDefault(answer)
                && count + back >= PerRight * correct;
            var never =
                !answered.ContainsKey(label)
                && count >= NearlyAll * images[label]
                && own >= Most * images.GetValueOrDefault(answer)
                && count + own >= NearlyAll * answered[answer];
            var moved =
                exchanged ? count + back
                : never ? count
                : 0;
            if (moved >= Least && moved > (best?.Images ?? 0))
                best = (label, answer, moved, exchanged);
        }
        return best;
    }

    static void Count<T>(Dictionary<T, int> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
