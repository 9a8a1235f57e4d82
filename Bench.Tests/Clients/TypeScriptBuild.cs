namespace Bench.Tests.Clients;

/// <summary>The TypeScript examples: packages as locked, types made of the committed contract, compiled by tsc, whose errors are
/// failures.</summary>
public sealed class TypeScriptBuild
{
    static readonly string Folder = Path.Combine(Checkout.Root, "clients", "typescript");

    readonly Lazy<Task> _built = new(BuildAsync);

    /// <summary>Runs an example against an application; skips where node is absent.</summary>
    internal async Task<string> RunAsync(string example, BenchApp app, params string[] arguments)
    {
        Command.SkipWithout("node", "npm");
        await _built.Value;
        return await Command.RunAsync(
            Folder,
            "node",
            [$"build/examples/{example}.js", .. arguments],
            ("BENCH", $"{app.Address}api/v1"),
            ("KEY", await Api.ApiClient.KeyAsync(app, "submitter"))
        );
    }

    /// <summary>What a release carries, where npm puts it: <c>node_modules</c> of a folder, with what the package depends on.</summary>
    internal async Task InstallPackageAsync(string folder)
    {
        Command.SkipWithout("node", "npm", "tar");
        await _built.Value;
        // Built already: its types and its code are those of the examples.
        await Command.RunAsync(Folder, "npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
        var package = Directory.CreateDirectory(Path.Combine(folder, "node_modules", "bench-client")).FullName;
        var packed = Directory.GetFiles(folder, "bench-client-*.tgz").ShouldHaveSingleItem();
        await Command.RunAsync(folder, "tar", ["-xzf", packed, "-C", package, "--strip-components=1"]);
        Directory.CreateSymbolicLink(
            Path.Combine(folder, "node_modules", "openapi-fetch"),
            Path.Combine(Folder, "node_modules", "openapi-fetch")
        );
    }

    static async Task BuildAsync() => await Command.RunAsync(await InstallAsync(), "npm", ["run", "build"]);

    /// <summary>The folder with its packages as locked; several test classes may ask at once.</summary>
    internal static async Task<string> InstallAsync()
    {
        await NodePackages.InstallAsync(Folder);
        return Folder;
    }
}
