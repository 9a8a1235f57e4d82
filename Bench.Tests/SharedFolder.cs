namespace Bench.Tests;

/// <summary>The folder of real data files that may be next to the checkout. Tests over it skip by name where it is absent.</summary>
public static class SharedFolder
{
    public static string? Root { get; } = Find();

    /// <summary>Path of a file or folder under the shared data; skips the calling test when the folder is absent.</summary>
    public static string Require(string relative)
    {
        Assert.SkipWhen(Root is null, $"the shared data folder is not next to this checkout (wanted {relative})");
        return Path.Combine(Root!, "data", relative);
    }

    static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Bench.sln")))
                return folder.Parent is { } parent && Directory.Exists(Path.Combine(parent.FullName, "shared", "data"))
                    ? Path.Combine(parent.FullName, "shared")
                    : null;
        return null;
    }
}
