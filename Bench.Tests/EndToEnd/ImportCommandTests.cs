using Bench.Api.Demo;
using Bench.Api.Demo.Pictures;

namespace Bench.Tests.EndToEnd;

/// <summary><c>import</c> on the machine where the pictures are, as a process.</summary>
public sealed class ImportCommandTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Long]
    public async Task A_dataset_imported_on_a_worker_machine_is_ready_in_the_service()
    {
        DrawnDemo.CopyTo(_folder["datasets"], 12);
        await using var app = await BenchApp.StartAsync(
            Database.Postgres,
            ("Bench:DatasetsRoot", _folder["datasets"]),
            ("Bench:EmbeddedWorker", "false")
        );
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        (string, string)[] settings =
        [
            ("ConnectionStrings:Bench", app.PostgresConnection!),
            ("Bench:DataDirectory", _folder["worker"]),
            ("Bench:Blobs", Path.Combine(app.DataDirectory, "blobs")),
            ("Bench:DatasetsRoot", _folder["datasets"]),
        ];

        var imported = await WorkerCommand.RunAsync(
            settings,
            "import",
            "--key",
            "demo",
            "--path",
            DemoDataset.Folder,
            "--classes",
            "from-folders",
            "--json"
        );
        var again = await WorkerCommand.RunAsync(
            settings,
            "import",
            "--key",
            "demo",
            "--path",
            DemoDataset.Folder,
            "--classes",
            "from-folders"
        );
        var outside = await WorkerCommand.RunAsync(settings, "import", "--key", "other", "--path", "../elsewhere");

        imported.ExitCode.ShouldBe(0, imported.Errors);
        imported.Json.GetProperty("images").GetInt32().ShouldBe(12);
        var dataset = await client.GetAsync("datasets/demo", default);
        dataset.GetProperty("state").GetString().ShouldBe("ready");
        dataset.GetProperty("manifestHash").GetString().ShouldBe(imported.Json.GetProperty("manifestHash").GetString());
        again.ExitCode.ShouldBe(1);
        again.Errors.ShouldContain("dataset-exists");
        outside.ExitCode.ShouldBe(1);
        outside.Errors.ShouldContain("dataset-path-outside-root");
    }

    [Fact]
    public async Task Over_sqlite_it_names_the_way_that_there_is()
    {
        var refused = await WorkerCommand.RunAsync([("Bench:DataDirectory", _folder["data"])], "import", "--key", "demo", "--path", "demo");

        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("postgres-missing");
        refused.Errors.ShouldContain("POST /api/v1/datasets");
    }
}
