namespace Bench.Tests.Fixtures;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>All files that are part of the project: neither built nor made by running it.</summary>
    public static IEnumerable<string> Files() => Walk(Root);

    static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder))
            if (!IsMade(inner))
                foreach (var file in Walk(inner))
                    yield return file;
    }

    static bool IsMade(string folder) =>
        Path.GetFileName(folder) is "bin" or "obj" or ".git" or "node_modules" or "TestResults" || folder == Path.Combine(Root, "data");

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Bench.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout");
    }
}
