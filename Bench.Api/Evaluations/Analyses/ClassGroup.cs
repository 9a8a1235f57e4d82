using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Classes that are looked at together.</summary>
/// <param name="Name">For people.</param>
/// <param name="Classes">Indices in the dataset's class space.</param>
internal sealed record ClassGroup(string Name, IReadOnlySet<int> Classes)
{
    const int Most = 50;

    /// <summary>Groups that everybody knows of ImageNet's 1,000 classes, which are in the order of WordNet: animals
    /// come first, dogs among them.</summary>
    static readonly string[] OfImageNet = ["animals:0-397", "dogs:151-268", "things:398-999"];

    /// <param name="classes">The class space.</param>
    /// <param name="texts">Each <c>name:members</c>, members being class ids, indices and ranges of indices,
    /// comma-separated; none gives ImageNet's own groups where the classes are ImageNet's.</param>
    /// <exception cref="RefusalException">A group is not written so, or names a class that there is not:
    /// <c>group-invalid</c>.</exception>
    public static IReadOnlyList<ClassGroup> Parse(ClassSpace classes, IReadOnlyList<string> texts)
    {
        if (texts.Count > Most)
            throw Invalid($"{Counted.Of(texts.Count, "group was", "groups were")} named; {Most} is the most.");
        if (texts.Count == 0 && classes.Hash == ImageNet1kClasses.Space.Hash)
            texts = OfImageNet;
        return
        [
            .. texts.Select(text =>
                text.Split(':', 2) is [{ Length: > 0 } name, { Length: > 0 } members]
                    ? new ClassGroup(
                        name,
                        members
                            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                            .SelectMany(member => Members(classes, member))
                            .ToHashSet()
                    )
                    : throw Invalid($"'{text}' is not a group.")
            ),
        ];
    }

    static IEnumerable<int> Members(ClassSpace classes, string member)
    {
        if (classes.Resolve(member) is { } one)
            return [one];
        return
            member.Split('-') is [var first, var last]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && from <= to
            && to < classes.Count
            ? Enumerable.Range(from, to - from + 1)
            : throw Invalid($"'{member}' is neither a class nor a range of the {Counted.Of(classes.Count, "class", "classes")}.");
    }

    static RefusalException Invalid(string message) =>
        new(
            RefusalKind.Malformed,
            "group-invalid",
            message,
            "Write group=name:members, with class ids, indices and ranges such as dogs:151-268,n02084071."
        );
}
