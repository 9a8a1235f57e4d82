using System.Security.Cryptography;
using System.Text.Json;
using Bench.Tests.Api;

namespace Bench.Tests.Clients;

public sealed class TypeScriptTests(BenchApps apps, TypeScriptBuild build) : IClassFixture<BenchApps>, IClassFixture<TypeScriptBuild>
{
    [Fact]
    public async Task A_client_typed_by_the_contract_submits_a_model()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "typescript");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["of-typescript.onnx"], TinyModel.Create(2, seed: 920, side: 224));

        var board = await build.RunAsync("submit", app, folder["of-typescript.onnx"], "typescript");

        board.ShouldMatch(@"^1 of-typescript [01]\.\d{3} \S+\n$");
    }

    [Fact, Long]
    public async Task The_package_runs_the_example_of_its_own_page()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "npm");
        using var folder = new TempFolder();
        await build.InstallPackageAsync(folder.Path);
        var package = folder["node_modules/bench-client"];
        var page = await File.ReadAllTextAsync(Path.Combine(package, "README.md"));
        folder.Write("submit.mjs", page.Split("```js\n")[1].Split("```")[0]);
        folder.Write("of-npm.onnx", TinyModel.Create(2, seed: 922, side: 224));

        var board = await Command.RunAsync(
            folder.Path,
            "node",
            ["submit.mjs", "of-npm.onnx", "npm"],
            ("BENCH", $"{app.Address}api/v1"),
            ("KEY", await app.KeyAsync("submitter"))
        );

        board.ShouldMatch("^1 of-npm [01]");
        File.Exists(Path.Combine(package, "build", "src", "index.d.ts")).ShouldBeTrue();
        Directory.GetFiles(Path.Combine(package, "build", "generated"), "bench.d.ts").ShouldHaveSingleItem();
        Directory.Exists(Path.Combine(package, "examples")).ShouldBeFalse();
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_real_tus_client_gives_up_breaks_off_resumes_and_has_its_bytes_checked(Database database)
    {
        var app = await apps.OnAsync(database);
        using var folder = new TempFolder();
        var bytes = TinyModel.Create(10, seed: 921);
        await File.WriteAllBytesAsync(folder["pieces.onnx"], bytes);

        var lines = (await build.RunAsync("resume", app, folder["pieces.onnx"])).Split('\n');

        lines[0].ShouldBe("given up: 404");
        lines[1].ShouldBe($"broken off at: {(bytes.Length + 3) / 4} of {bytes.Length}");
        DateTimeOffset
            .Parse(lines[2]["kept until: ".Length..], System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(23));
        lines[3].ShouldBe($"model: {Convert.ToHexStringLower(SHA256.HashData(bytes))}");
    }

    /// <summary>A lock that names where its packages were fetched binds everyone to that place.</summary>
    [Fact]
    public void Its_packages_are_locked_by_version_and_hash_and_to_no_host()
    {
        var packages = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Checkout.Root, "clients", "typescript", "package-lock.json")))
            .RootElement.GetProperty("packages")
            .EnumerateObject()
            .Skip(1)
            .ToList();

        packages.ShouldNotBeEmpty();
        packages.ShouldAllBe(package => package.Value.GetProperty("integrity").GetString()!.StartsWith("sha512-"));
        packages.Where(package => package.Value.ToString().Contains("\"resolved\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
