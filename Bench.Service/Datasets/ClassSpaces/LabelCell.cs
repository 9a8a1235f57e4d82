using System.Globalization;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>The classes that one field of a table or list names: what datasets and label sets read alike.</summary>
/// <remarks>Several are separated by <c>,</c>, <c>;</c>, <c>|</c> or spaces, with or without Python's brackets and
/// quotes; ids and numbers next to each other need a separator that is no space. Kaggle's PredictionString has the
/// corners of a box behind each id: four numbers, which are no classes, and nor are two or three.</remarks>
static class LabelCell
{
    const int Kaggle = 5;

    /// <param name="text">The field.</param>
    /// <param name="classes">The class space.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static IReadOnlyList<string> Read(string text, ClassSpace classes, Func<string, Exception> refuse)
    {
        if (text.Length == 0)
            return [];
        if (classes.Resolve(text) is not null)
            return [text];
        var inner = text is ['[', .., ']'] or ['(', .., ')'] or ['{', .., '}'] ? text[1..^1] : text;
        var listed = inner.AsSpan().ContainsAny(',', ';', '|');
        var words = inner.Split(listed ? [',', ';', '|'] : [' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
            words[i] = words[i].Trim('\'', '"');
        return Of(words, listed, classes, refuse);
    }

    /// <summary>The classes of a cell whose parts are known: of a list in JSON, say.</summary>
    /// <param name="words">Its parts.</param>
    /// <param name="listed">Whether they are told apart by more than a space.</param>
    /// <param name="classes">The class space.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> words, bool listed, ClassSpace classes, Func<string, Exception> refuse)
    {
        var numbers = words.Count(IsNumber);
        if (numbers == 0 || numbers == words.Count)
            return words;
        if (words.Count % Kaggle == 0 && words.Index().All(word => IsNumber(word.Item) == (word.Index % Kaggle > 0)))
            return [.. words.Where((_, i) => i % Kaggle == 0).Distinct()];
        var rows = Enumerable
            .Range(2, Math.Max(0, words.Count - 2))
            .Any(i => !IsNumber(words[i - 2]) && IsNumber(words[i - 1]) && IsNumber(words[i]));
        if (listed && !rows)
            return words;
        throw refuse($"'{FirstTen.Printable(string.Join(' ', words))}' mixes class ids and numbers, so it is not a list of classes");

        // A class may be called by a number.
        bool IsNumber(string word) =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && classes.IndexOf(word) is null;
    }
}
