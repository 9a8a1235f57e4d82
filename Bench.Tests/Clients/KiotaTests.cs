using Bench.Tests.Api;

namespace Bench.Tests.Clients;

/// <summary>The contract under a generator that nothing here uses: what is typed must come out typed, and what comes out must
/// work.</summary>
/// <remarks>Kiota's Python runtime is not in Debian. <c>Kiota/kiota_runtime.py</c> takes its place: JSON, forms and HTTP; addresses,
/// requests, models, enums and problems are the generated client's own code.</remarks>
public sealed class KiotaTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Fact, Long]
    public async Task A_Python_client_made_by_Kiota_types_what_is_sent_and_runs_the_main_path()
    {
        Command.SkipWithout("python3");
        using var folder = new TempFolder();
        await Command.RunAsync(Checkout.Root, "dotnet", ["tool", "restore"]);
        await Command.RunAsync(
            Checkout.Root,
            "dotnet",
            [
                "kiota",
                "generate",
                "-l",
                "python",
                "-c",
                "BenchClient",
                "-n",
                "bench_kiota",
                "-d",
                "Bench.Api/openapi.json",
                "-o",
                folder["client"],
            ],
            ("KIOTA_TELEMETRY_OPTOUT", "true")
        );
        await Command.RunAsync(folder.Path, "python3", ["-m", "compileall", "-q", "client"]);
        foreach (var typed in new[] { "model_manifest", "preprocessing_request", "embedding_contract", "evaluation_view" })
            File.Exists(Path.Combine(folder["client"], "models", $"{typed}.py")).ShouldBeTrue(typed);

        var app = await apps.OnAsync(Database.Sqlite);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "kiota");
        folder.Write("model.onnx", TinyModel.Create(2, seed: 930));
        var said = await Command.RunAsync(
            folder.Path,
            "python3",
            [
                Path.Combine(Checkout.Root, "Bench.Tests", "Clients", "Kiota", "main_path.py"),
                app.Address.ToString().TrimEnd('/'),
                await app.KeyAsync("submitter"),
                "model.onnx",
                "kiota",
            ],
            ("PYTHONPATH", folder.Path)
        );

        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([
                "UUID Completed Bilinear UTC",
                "1 by kiota True 4",
                "404 model-not-found List the models with GET /api/v1/models, or upload it with POST /api/v1/models.",
            ]);
    }
}
