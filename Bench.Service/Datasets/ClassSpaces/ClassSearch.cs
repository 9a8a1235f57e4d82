using Bench.Service.Refusals;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Finds the class that a person means.</summary>
public static class ClassSearch
{
    const string Code = "class-not-found";

    /// <summary>By id, by index, by one of its names, or by a part that only one class has.</summary>
    /// <exception cref="RefusalException">No class is meant, or several may be: <c>class-not-found</c>.</exception>
    public static int Find(ClassSpace classes, string text)
    {
        if (classes.Resolve(text.Trim()) is { } exact)
            return exact;
        var named = Where(classes, name => name.Split(", ").Contains(text.Trim(), StringComparer.OrdinalIgnoreCase));
        if (named.Count == 0)
            named = Where(classes, name => name.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase));
        return named switch
        {
            [var one] => one,
            [] => throw RefusalException.NotFound(
                "class",
                Code,
                text,
                $"Give an id such as {classes[0].Id}, an index from 0 to {classes.Count - 1}, or a name of a class of '{classes.Key}'."
            ),
            _ => throw RefusalException.Unknown(
                "one class",
                Code,
                text,
                named.Take(12).Select(index => $"{classes[index].Id} ({classes.ShortNameOf(index)})")
            ),
        };
    }

    static List<int> Where(ClassSpace classes, Func<string, bool> fits) =>
        [.. Enumerable.Range(0, classes.Count).Where(index => fits(classes[index].Name))];
}
