using System.Collections.Concurrent;

namespace Bench.Tests.Fixtures;

/// <summary>Packages of npm in folders of the repository, as their lock files say.</summary>
static class NodePackages
{
    static readonly ConcurrentDictionary<string, Lazy<Task>> Installed = new();

    /// <summary>Once for all tests of a run, and not at all where they are there already.</summary>
    public static Task InstallAsync(string folder) => Installed.GetOrAdd(folder, each => new(() => InstallOnceAsync(each))).Value;

    static async Task InstallOnceAsync(string folder)
    {
        var (wanted, installed) = (
            await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json")),
            Path.Combine(folder, "node_modules", ".of-lock")
        );
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted)
            return;
        await Command.RunAsync(folder, "npm", ["ci", "--no-audit", "--no-fund"]);
        await File.WriteAllTextAsync(installed, wanted);
    }
}
