using System.IO.Compression;

namespace Bench.Tests.Clients;

/// <summary>The wheel and the source archive that a release carries, built by what Debian has.</summary>
public sealed class PythonPackageTests
{
    [Fact]
    public async Task A_wheel_and_a_source_archive_are_built_and_the_wheel_runs()
    {
        var python = await Command.RequirePythonWithAsync("setuptools", "wheel");
        using var folder = new TempFolder();
        await Command.RunAsync(Checkout.Root, "bash", [".ci/package-python", folder["dist"]], ("PYTHON", python));

        var wheel = Directory.GetFiles(folder["dist"], "bench_client-*-py3-none-any.whl").ShouldHaveSingleItem();
        Directory.GetFiles(folder["dist"], "*.tar.gz").ShouldHaveSingleItem();
        ZipFile.ExtractToDirectory(wheel, folder["installed"]);
        File.Exists(Path.Combine(folder["installed"], "bench_client", "py.typed")).ShouldBeTrue();
        // From the wheel's own files, with no package of the machine in sight.
        var help = await Command.RunAsync(
            folder["installed"],
            "python3",
            ["-I", "-S", "-c", "import sys; sys.path.insert(0, '.'); from bench_client.cli import main; main(['--help'])"]
        );
        foreach (var verb in new[] { "login", "submit", "status", "wait", "board", "download", "export", "gate" })
            help.ShouldContain($"    {verb} ");
    }
}
