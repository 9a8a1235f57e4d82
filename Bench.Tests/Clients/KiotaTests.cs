using Bench.Tests.Fixtures;

namespace Bench.Tests.Clients;

/// <summary>The contract under a generator that nothing here uses: what is typed must come out typed.</summary>
/// <remarks>The client is compiled and not run: its runtime, microsoft-kiota-bundle, is not in Debian.</remarks>
public sealed class KiotaTests
{
    [Fact]
    public async Task A_Python_client_made_by_Kiota_compiles_and_types_what_is_sent()
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
    }
}
