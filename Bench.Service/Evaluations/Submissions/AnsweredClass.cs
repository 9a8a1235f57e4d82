using System.Globalization;
using System.Text.RegularExpressions;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Finds the class that a cell of a table of answers means.</summary>
/// <remarks>An id or an index, and what programs make of them: <c>007</c>, Hugging Face's <c>LABEL_7</c>, an id with
/// its name after it, or all of a class's names as the class list has them, where no other class has the
/// same.</remarks>
sealed partial class AnsweredClass(ClassSpace classes)
{
    const string HuggingFacePrefix = "LABEL_";

    readonly Lazy<ILookup<string, int>> _names = new(() =>
        Enumerable.Range(0, classes.Count).ToLookup(index => classes[index].Name, StringComparer.OrdinalIgnoreCase)
    );

    /// <returns>Its index; null where the cell means none.</returns>
    public int? Find(string cell) =>
        classes.Resolve(cell) ?? classes.Resolve(WithoutZeros(cell)) ?? OfHuggingFace(cell) ?? OfIdAndName(cell) ?? OfName(cell);

    /// <summary>Why cells of this form mean no class, after the sentence that says so; empty where nothing is
    /// known.</summary>
    /// <param name="cell">One that means none.</param>
    public string WhyNot(string cell) =>
        Printed().IsMatch(cell) ? ". They are values as Python prints them: write the number itself, value.item() or int(value)"
        : cell.StartsWith('[') ? ". They are lists: write the best class alone, or send the ranks with format topk-npy"
        : Enumerable.Range(0, classes.Count).Any(index => IsOneOf(classes[index].Name, cell))
            ? ". They are names, which several classes may share: write each class's index or id"
        : classes.WhyNot(cell);

    /// <summary>A number that was padded to a width; an id with zeros in front was looked for before.</summary>
    static string WithoutZeros(string cell) =>
        cell is ['0', _, ..] && cell.All(char.IsAsciiDigit) ? cell.TrimStart('0').PadLeft(1, '0') : cell;

    int? OfHuggingFace(string cell) =>
        cell.StartsWith(HuggingFacePrefix, StringComparison.Ordinal)
        && int.TryParse(cell.AsSpan(HuggingFacePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < classes.Count
            ? index
            : null;

    /// <summary>The class of a cell with id and name, as <c>n01440764 tench</c>.</summary>
    int? OfIdAndName(string cell) =>
        cell.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
        && classes.IndexOf(cell[..end]) is { } index
        && IsOneOf(classes[index].Name, cell[(end + 1)..].Trim())
            ? index
            : null;

    int? OfName(string cell) => _names.Value[cell].Take(2).ToArray() is [var only] ? only : null;

    static bool IsOneOf(string names, string said) =>
        names.Equals(said, StringComparison.OrdinalIgnoreCase) || names.Split(", ").Contains(said, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(tensor|array|(np|numpy|jnp|torch)\.\w+|<tf\.Tensor)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Printed();
}
