using System.Formats.Tar;

[assembly: AssemblyFixture(typeof(EarlierProgram))]

namespace Bench.Tests.Fixtures;

/// <summary>API and worker of an earlier commit, built when the first test of a run asks for them and gone at its end.</summary>
/// <remarks>It is the commit before the present one, or the one that <c>BENCH_TEST_EARLIER</c> names, which may also be a checkout that is
/// built. A tree without history has no earlier commit: the asking test is skipped.</remarks>
public sealed class EarlierProgram : IDisposable
{
    /// <summary>What the earlier build calls itself, so that it is another version where no release is in between.</summary>
    public const string Version = "0.0.1";

    readonly TempFolder _folder = new();
    readonly Lazy<Task<string>> _built;

    public EarlierProgram() => _built = new(BuildAsync);

    /// <summary>The folders of the API's program and of the worker's.</summary>
    public static async Task<(string Api, string Workers)> FoldersAsync()
    {
        var root = await (await TestContext.Current.GetFixture<EarlierProgram>())!._built.Value;
        return (Folder(root, "Bench.Api"), Folder(root, "Bench.Workers"));
    }

    public void Dispose() => _folder.Dispose();

    static string Folder(string root, string project) => Path.Combine(root, project, "bin", "Debug", "net10.0");

    async Task<string> BuildAsync()
    {
        var wanted = Environment.GetEnvironmentVariable("BENCH_TEST_EARLIER") is { Length: > 0 } given ? given : "HEAD~1";
        if (Directory.Exists(Folder(wanted, "Bench.Api")))
            return Path.GetFullPath(wanted);
        Command.SkipWithout("git");
        var commit = await CommitAsync(wanted);
        Assert.SkipWhen(commit is null, $"no earlier build: this tree has no commit {wanted}");
        // Without a work tree: a run that is killed leaves nothing in the repository.
        await Command.RunAsync(Checkout.Root, "git", ["archive", "--format=tar", "--output", _folder["sources.tar"], commit!]);
        await TarFile.ExtractToDirectoryAsync(_folder["sources.tar"], _folder.Path, overwriteFiles: false);
        // The API refers to the worker, so both are built. Nothing that outlives the build may hold its output.
        await Command.RunAsync(
            _folder.Path,
            "dotnet",
            ["build", "Bench.Api", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", $"-p:Version={Version}"]
        );
        return _folder.Path;
    }

    static async Task<string?> CommitAsync(string name)
    {
        try
        {
            return (await Command.RunAsync(Checkout.Root, "git", ["rev-parse", "--verify", "--quiet", $"{name}^{{commit}}"])).Trim();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
