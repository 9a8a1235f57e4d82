using System.Globalization;

namespace Bench.Metrics.Hierarchy;

/// <summary>Heights of lowest common ancestors as a paper published them: one <c>class class height</c> a line, each
/// pair once and in either order.</summary>
/// <remarks>Those that belong to "Making better mistakes" (Bertinetto et al., 2020) count heights in the whole of
/// WordNet, a <see cref="ClassHierarchy"/> over the classes and their ancestors alone: the same ancestors have other
/// heights. Limits: 4,000,000 lines, ids of 64 characters.</remarks>
public sealed class PublishedDistances
{
    const int MostLines = 4_000_000;
    const int LongestId = 64;

    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    readonly Dictionary<(int, int), float> _heights = [];

    PublishedDistances() { }

    /// <summary>Pairs in the file.</summary>
    public int Pairs => _heights.Count;

    /// <exception cref="FormatException">A line is not two ids and a height, or a limit is passed; the message names
    /// the line.</exception>
    public static PublishedDistances Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var distances = new PublishedDistances();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (number > MostLines)
                throw new FormatException($"a file of distances has at most {MostLines} lines");
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
                continue;
            var fields = line.Length > 4 * LongestId ? [] : line.Split(IsAFile.Separators, StringSplitOptions.RemoveEmptyEntries);
            if (
                fields is not [{ Length: <= LongestId } first, { Length: <= LongestId } second, var text]
                || !float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var height)
                || !(height >= 0 && float.IsFinite(height))
            )
                throw new FormatException($"line {number} of the distances is not 'class class height'");
            distances._heights[Pair(distances.NumberOf(first), distances.NumberOf(second))] = height;
        }
        return distances;
    }

    /// <summary>Whether a class is in it.</summary>
    public bool Holds(string id) => _numbers.ContainsKey(id);

    /// <summary>The distances among some classes, [C, C] row by row.</summary>
    /// <param name="classes">[C] id of each class, in the order of the model's outputs.</param>
    /// <exception cref="FormatException">A pair of classes is not in the file.</exception>
    public ClassDistances Of(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var missing = classes.Where(id => !_numbers.ContainsKey(id)).ToArray();
        if (missing.Length > 0)
            throw new FormatException(
                $"{missing.Length} of {classes.Count} classes are not in the file of distances: {string.Join(", ", missing.Take(10))}"
            );
        int[] numbers = [.. classes.Select(id => _numbers[id])];
        var heights = new float[classes.Count * classes.Count];
        for (var a = 0; a < numbers.Length; a++)
        for (var b = 0; b < numbers.Length; b++)
            heights[a * numbers.Length + b] =
                a == b ? 0
                : _heights.TryGetValue(Pair(numbers[a], numbers[b]), out var height) ? height
                : throw new FormatException($"the file of distances lacks the pair {classes[a]} and {classes[b]}");
        return new ClassDistances(classes.Count, heights);
    }

    static (int, int) Pair(int a, int b) => a < b ? (a, b) : (b, a);

    int NumberOf(string id)
    {
        if (_numbers.TryGetValue(id, out var number))
            return number;
        return _numbers[id] = _numbers.Count;
    }
}
