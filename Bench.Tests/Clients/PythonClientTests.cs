using Bench.Tests.Api;

namespace Bench.Tests.Clients;

/// <summary>The Python package under clients/python, by its own tests; those of the whole way run against this application.</summary>
public sealed class PythonClientTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string Folder = Path.Combine(Checkout.Root, "clients", "python");

    [Fact]
    public async Task It_needs_nothing_but_Python_for_words_calls_and_resumed_uploads()
    {
        Command.SkipWithout("python3");

        await RunAsync("python3", "discover", "-s", "tests", "-t", ".");
    }

    [Fact]
    public async Task Its_sources_are_typed_throughout()
    {
        var python = await Command.RequirePythonWithAsync("mypy");
        using var folder = new TempFolder();

        await Command.RunAsync(Folder, python, ["-m", "mypy", "--cache-dir", folder.Path]);
    }

    [Fact, Long]
    public async Task Models_of_PyTorch_are_exported_submitted_compared_and_held_at_a_gate()
    {
        var python = await Command.RequirePythonWithAsync("torchvision", "pandas");
        var app = await apps.OnAsync(Database.Sqlite);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "package", "n01440764", "n01443537", "imagenet-1k");

        await RunAsync(
            python,
            ["tests.against_a_service"],
            ("BENCH", $"{app.Address}api/v1"),
            ("KEY", await app.KeyAsync("submitter")),
            ("DATASET", "package"),
            ("BENCH_WORKER", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Bench.Workers.dll")}'"),
            ("OMP_NUM_THREADS", "2")
        );
    }

    static Task<string> RunAsync(string python, params string[] arguments) => RunAsync(python, arguments, []);

    static Task<string> RunAsync(string python, string[] arguments, params (string, string)[] environment) =>
        Command.RunAsync(Folder, python, ["-B", "-m", "unittest", .. arguments], environment);
}
