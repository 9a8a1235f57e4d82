using System.Net.Http.Json;
using Bench.Api.Demo;
using Bench.Api.Demo.Pictures;
using Bench.Tests.Api;

namespace Bench.Tests.Clients;

/// <summary>docs/from-pytorch.md and docs/tour.ipynb, run as they are, but for blocks marked as not run.</summary>
public sealed class PythonDocumentTests(BenchApps apps) : IClassFixture<BenchApps>
{
    /// <summary>Weights in torchvision's cache, under the name that it downloads to, and as a checkpoint of somebody's training.</summary>
    const string Weights = """
        import pathlib, sys, torch, torchvision
        torch.manual_seed(3)
        model = torchvision.models.squeezenet1_1(weights=None)
        name = torchvision.models.get_model_weights("squeezenet1_1").DEFAULT.url.rsplit("/", 1)[1]
        cache = pathlib.Path("hub", "checkpoints")
        cache.mkdir(parents=True)
        torch.save(model.state_dict(), cache / name)
        model.classifier[1].bias.data += 1
        torch.save({"epoch": 90, "state_dict": model.state_dict()}, "checkpoint.pt")
        """;

    [Fact, Long]
    public async Task The_page_from_PyTorch_to_the_board_does_what_it_says()
    {
        var python = await Command.RequirePythonWithAsync("torchvision");
        var app = await apps.OnAsync(Database.Sqlite);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "imagenet-val", "n01440764", "n01443537", "imagenet-1k");
        using var folder = new TempFolder();
        await Command.RunAsync(folder.Path, python, ["-c", Weights]);

        var ran = await RunAsync(app, python, "from-pytorch.md", folder.Path);

        ran.Split('\n').Count(line => line.StartsWith("bench ", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact, Long]
    public async Task The_tour_goes_from_an_export_to_a_comparison()
    {
        var python = await Command.RequirePythonWithAsync("torchvision", "pandas", "nbclient", "ipykernel");
        var app = await apps.OnAsync(Database.Sqlite);
        DrawnDemo.CopyTo(app.DatasetsRoot, 20);
        using var administrator = app.WithKey();
        using var registered = await administrator.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = DemoFlow.Dataset,
                variant = "custom",
                layout = "imagefolder",
                path = DemoDataset.Folder,
                classes = "from-folders",
            }
        );
        await administrator.UntilAsync(
            $"/api/v1/datasets/{DemoFlow.Dataset}",
            dataset => dataset.GetProperty("state").GetString() == "ready"
        );
        using var folder = new TempFolder();

        var ran = await RunAsync(app, python, "tour.ipynb", folder.Path);

        ran.ShouldContain("answer = bench.compare(");
    }

    static async Task<string> RunAsync(BenchApp app, string python, string page, string folder) =>
        await Command.RunAsync(
            Path.Combine(Checkout.Root, "clients", "python"),
            python,
            ["-B", "-m", "tests.documents", Path.Combine(Checkout.Root, "docs", page), folder],
            ("BENCH", $"{app.Address}api/v1"),
            ("KEY", await app.KeyAsync("submitter")),
            ("TORCH_HOME", folder),
            ("XDG_CACHE_HOME", folder),
            ("XDG_CONFIG_HOME", folder),
            ("BENCH_WORKER", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Bench.Workers.dll")}'"),
            ("OMP_NUM_THREADS", "2")
        );
}
