using System.Security.Cryptography;
using System.Text;
using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>The classes that a model's outputs stand for, in output order.</summary>
/// <remarks>The hash is the SHA-256 of <see cref="ToText"/>: two spaces are the same exactly when their hashes
/// are.</remarks>
public sealed class ClassSpace
{
    /// <summary>Class indices are stored as unsigned 16-bit numbers.</summary>
    public const int MostClasses = ushort.MaxValue;

    readonly Dictionary<string, int> _index;

    /// <summary>Whether all ids are numbers, and not those of the classes' places.</summary>
    readonly bool _numbered;

    /// <summary>First names that several classes have.</summary>
    readonly Lazy<HashSet<string>> _shared;

    ClassSpace(string key, ClassName[] classes, Dictionary<string, int> index)
    {
        (Key, Classes, _index) = (key, classes, index);
        _numbered =
            classes.All(each => ClassIndexText.TryParse(each.Id, out _))
            && classes.Where((each, place) => !(ClassIndexText.TryParse(each.Id, out var number) && number == place)).Any();
        _shared = new(() => [.. classes.CountBy(each => each.ShortName).Where(name => name.Value > 1).Select(name => name.Key)]);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToText())));
    }

    /// <summary>Name of the space, for people and for the API.</summary>
    public string Key { get; }

    public IReadOnlyList<ClassName> Classes { get; }

    /// <summary>Number of classes, C.</summary>
    public int Count => Classes.Count;

    /// <summary>SHA-256 of the classes and their order, 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    public ClassName this[int index] => Classes[index];

    /// <summary>The first name of a class; where another class has the same one (maillot, crane), all its names or the
    /// id next to it.</summary>
    public string ShortNameOf(int index)
    {
        var name = Classes[index];
        if (!_shared.Value.Contains(name.ShortName))
            return name.ShortName;
        return name.Name == name.ShortName || Classes.Count(other => other.Name == name.Name) > 1
            ? $"{name.ShortName} ({name.Id})"
            : name.Name;
    }

    /// <exception cref="DatasetImportException">No or too many classes, an empty, repeated or unprintable id, or
    /// numbers that were sorted as text.</exception>
    public static ClassSpace Create(string key, IEnumerable<ClassName> classes)
    {
        var list = classes.ToArray();
        if (list.Length is 0 or > MostClasses)
            throw Invalid($"the class space '{key}' has {Counted.Of(list.Length, "class", "classes")}; 1 to {MostClasses:N0} are possible");
        var index = new Dictionary<string, int>(list.Length, StringComparer.Ordinal);
        var repeated = new FirstTen();
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i].Id.Length == 0 || list[i].Id.Any(char.IsControl) || list[i].Name.Any(char.IsControl))
                throw Invalid($"class {i} of '{key}' has an empty or unprintable id: '{FirstTen.Printable(list[i].Id)}'");
            if (!index.TryAdd(list[i].Id, i))
                repeated.Add(list[i].Id);
        }
        if (repeated.Any)
            throw Invalid($"the class space '{key}' names {Counted.Of(repeated.Count, "class", "classes")} more than once: {repeated}");
        RefuseNumbersSortedAsText(key, list);
        return new ClassSpace(key, list, index);
    }

    /// <summary>Index of the class with that id, or null.</summary>
    public int? IndexOf(string id) => _index.TryGetValue(id, out var index) ? index : null;

    /// <summary>Index of the class that a label names: a class id, else a class index in decimal digits; null when it
    /// is neither.</summary>
    /// <remarks>A number may end in <c>.0</c>, as pandas writes whole numbers of a column that had gaps. Where ids are
    /// numbers of their own (classes 1 to 10, say), a number is an id and never an index: one file would mean
    /// both.</remarks>
    public int? Resolve(string label) =>
        IndexOf(label)
        ?? (
            !ClassIndexText.TryParse(Whole(label), out var index) ? null
            : _numbered ? IndexOf(Whole(label).ToString())
            : index < Count ? index
            : null
        );

    /// <summary>Why a label that names no class names none, as the end of a sentence without its full stop; empty where
    /// nothing is known.</summary>
    public string WhyNot(string label) =>
        Classes.FirstOrDefault(each => each.Id.Equals(label, StringComparison.OrdinalIgnoreCase)).Id is { } id
            ? $". Write ids as the classes have them, '{id}'"
            : "";

    static ReadOnlySpan<char> Whole(string label) =>
        label.IndexOf('.', StringComparison.Ordinal) is > 0 and var point
        && point < label.Length - 1
        && label.AsSpan(point + 1).Trim('0').IsEmpty
            ? label.AsSpan(0, point)
            : label;

    /// <summary>Canonical form: one line <c>id TAB name</c> a class, in order, each ended by a line feed.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (id, name) in Classes)
            text.Append(id).Append('\t').Append(name).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads the form that <see cref="ToText"/> writes.</summary>
    /// <exception cref="DatasetImportException">A line is not <c>id TAB name</c>.</exception>
    public static ClassSpace Parse(string key, string text)
    {
        var lines = text.Split('\n');
        if (lines[^1].Length != 0)
            throw Invalid($"the class space '{key}' does not end in a line feed");
        return Create(
            key,
            lines[..^1]
                .Select(
                    (line, i) =>
                        line.Split('\t') is [var id, var name]
                            ? new ClassName(id, name)
                            : throw Invalid($"line {i + 1} of the class space '{key}' is not 'id TAB name'")
                )
        );
    }

    static void RefuseNumbersSortedAsText(string key, ClassName[] classes)
    {
        var previous = -1;
        if (!classes.All(c => ClassIndexText.TryParse(c.Id, out _)))
            return;
        foreach (var (id, _) in classes)
        {
            _ = ClassIndexText.TryParse(id, out var number);
            if (number < previous)
                throw Invalid(
                    $"the class space '{key}' has '{previous}' before '{id}': numbers were sorted as text. List the classes in "
                        + "numeric order"
                );
            previous = number;
        }
    }

    static DatasetImportException Invalid(string message) => new(DatasetImportCodes.ClassesInvalid, message);
}
