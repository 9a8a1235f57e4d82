using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bench.Api.Demo;
using Bench.Api.Demo.Classifiers;
using Bench.Api.Demo.Pictures;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

/// <summary>A day of an operator, by the commands of docs/operate.md, over one installation on Postgres.</summary>
public sealed class OperatorDayTests : IAsyncLifetime
{
    const string Dataset = "solids";
    const string Board = $"/api/v1/leaderboard?dataset={Dataset}&metric=top1&columns=top5,ece";

    readonly TempFolder _folder = new();
    readonly OperatorPage _page = new();
    readonly List<EmptyDatabase> _databases = [];
    readonly List<(string Name, string? Value)> _limits = [];
    string _member = "";

    public async ValueTask InitializeAsync()
    {
        Command.SkipWithout("bash", "curl");
        _databases.Add(await EmptyDatabase.CreateAsync());
        DrawnDemo.CopyTo(_folder["datasets"], 60);
        _page.With("/opt/bench", _folder["opt"]).With("/backups", _folder["backups"]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
            await database.DisposeAsync();
        _folder.Dispose();
    }

    /// <remarks><c>BENCH_TEST_PUBLISHED</c> names a folder where <c>Api</c> and <c>Workers</c> are published already.</remarks>
    [Fact, Long]
    public async Task Installed_shared_with_a_team_watched_backed_up_upgraded_damaged_lost_and_restored_the_board_is_the_same()
    {
        // The morning's programs are an earlier build's, the evening's those that the page's command publishes.
        var earlier = await EarlierProgram.FoldersAsync();
        await PublishAsync();
        var today = (Api: _folder["opt/Api"], Workers: _folder["opt/Workers"]);

        await using (var morning = await StartAsync(earlier, "data"))
        {
            await morning.Client.RegisterAsync(Dataset, DemoDataset.Folder, "from-folders");
            var team = Json(await _page.RunAsync("/teams --json", ("vision lab", "lab"))).GetProperty("id").GetString()!;
            var member = Json(await _page.RunAsync("/keys --json"));
            _member = member.GetProperty("key").GetString()!;
            await _page.RunAsync("members/{key}", ("{id}", team), ("{key}", member.GetProperty("id").GetString()!));
            await _page.RunAsync("datasets/{key}", ("{key}", Dataset), ("0190a1b2-…", team), ("2027-03-01", "2100-01-01"));
            await morning.StopAsync();
        }

        // Limits are settings: a restart brings them.
        _limits.Add(("Bench:Limits:Teams:lab:EvaluationsPerMonth", "2"));
        await using (var day = await StartAsync(earlier, "data"))
        {
            using var lab = BenchClient.For(day.Address, _member);
            foreach (var classifier in DemoClassifier.All.Take(2))
                await lab.CompletedAsync(await lab.AskAsync(await UploadAsync(lab, classifier), Dataset));
            await IsRefusedAsync(lab);

            Json(await _page.RunAsync("/health/ready ")).GetProperty("status").GetString().ShouldBe("healthy");
            await IsWatchedAsync(day);
            await _page.RunAsync("Bench.Workers backup", ("2027-01-31", "before-the-upgrade"));
            await day.StopAsync();
        }

        string board;
        await using (var upgraded = await StartAsync(today, "data"))
        {
            await upgraded.IsScoredAsync();
            board = await BoardAsync(upgraded, _member);
            board.ShouldContain(DemoClassifier.All[1].Name);
            (await BoardAsync(upgraded, key: null)).ShouldContain("dataset-not-found");
            await _page.RunAsync("Bench.Workers doctor");
            await _page.RunAsync("Bench.Workers verify --blobs-only");
            await _page.RunAsync("Bench.Workers backup");
            (await _page.RunAsync("/audit ")).ShouldContain("CreateTeam");
            (await _page.RunAsync("/api/v1/keys   ")).ShouldContain("ci of the vision group");

            // What comes after the backup is lost with the machine.
            await upgraded.Client.CompletedAsync(
                await upgraded.Client.AskAsync(await UploadAsync(upgraded.Client, DemoClassifier.All[2]), Dataset)
            );
            (await BoardAsync(upgraded, _member)).ShouldNotBe(board);
            await IsFoundDamagedAsync();
        }
        Directory.Delete(_folder["data"], recursive: true);

        _databases.Add(await EmptyDatabase.CreateAsync());
        Configure(today.Workers, "restored");
        await _page.RunAsync("Bench.Workers restore");
        await _page.RunAsync("Bench.Workers verify ");
        await using (var restored = await StartAsync(today, "restored"))
        {
            (await BoardAsync(restored, _member)).ShouldBe(board);
            (await BoardAsync(restored, key: null)).ShouldContain("dataset-not-found");
            using var lab = BenchClient.For(restored.Address, _member);
            await IsRefusedAsync(lab);
            (await _page.RunAsync("/audit ")).ShouldContain("CreateTeam");
            await restored.StopAsync();
        }

        // And back to the version of the morning, from its own backup.
        _databases.Add(await EmptyDatabase.CreateAsync());
        Configure(earlier.Workers, "back");
        await _page.RunAsync("Bench.Workers restore", ("2027-01-31", "before-the-upgrade"));
        await using var back = await StartAsync(earlier, "back");
        Values(await BoardAsync(back, _member)).ShouldBe(Values(board));
    }

    /// <summary>By the page's command, which says it for one program and that the other is made alike.</summary>
    async Task PublishAsync()
    {
        if (Environment.GetEnvironmentVariable("BENCH_TEST_PUBLISHED") is { Length: > 0 } published)
        {
            Directory.CreateSymbolicLink(_folder["opt"], published);
            return;
        }
        foreach (var program in new[] { "Api", "Workers" })
            await _page.RunAsync("dotnet publish Bench.Api", ("Bench.Api", $"Bench.{program}"), ("bench/Api", $"bench/{program}"));
    }

    /// <summary>Settings of the service for the page's commands and for what is started next.</summary>
    (string, string?)[] Configure(string workers, string data)
    {
        (string Name, string? Value)[] settings =
        [
            ("ConnectionStrings:Bench", _databases[^1].ConnectionString),
            ("Bench:EmbeddedWorker", "false"),
            ("Bench:DataDirectory", _folder[data]),
            ("Bench:DatasetsRoot", _folder["datasets"]),
            ("Bench:Inference:Doctor", "false"),
            .. _limits,
        ];
        foreach (var (name, value) in settings)
            _page.Set(name, value);
        var program = Path.Combine(workers, "Bench.Workers");
        _page.Set("WORKERS", File.Exists(Path.Combine(workers, "libhostfxr.so")) ? program : $"dotnet {program}.dll");
        return settings;
    }

    async Task<ClusterPart> StartAsync((string Api, string Workers) programs, string data)
    {
        var part = await ClusterPart.StartAsync(programs, OperatorKey, Configure(programs.Workers, data));
        _page.With("http://localhost:5080/", $"{part.Address}").Set("KEY", OperatorKey());
        using var reader = new HttpClient { BaseAddress = part.Address };
        await reader.UntilReadyAsync();
        return part;

        string OperatorKey() => File.ReadAllText(Path.Combine(_folder[data], "operator.key")).Trim();
    }

    async Task<string> UploadAsync(BenchClient client, DemoClassifier classifier) =>
        await client.UploadModelAsync(_folder.Write(classifier.File, DrawnDemo.Model(classifier)), classifier.Manifest);

    async Task IsRefusedAsync(BenchClient lab)
    {
        var model = await UploadAsync(lab, DemoClassifier.All[2]);
        (await Should.ThrowAsync<BenchClientException>(() => lab.AskAsync(model, Dataset))).Message.ShouldContain("'lab'");
    }

    /// <summary>What Prometheus would read of the two evaluations, a look at the database later.</summary>
    static async Task IsWatchedAsync(ClusterPart part)
    {
        using var http = new HttpClient { BaseAddress = part.Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var patience = new CancellationTokenSource(Patience.Deadline);
        while (
            !(await http.GetStringAsync("/metrics", patience.Token)).Contains(
                "bench_evaluations{state=\"completed\"} 2",
                StringComparison.Ordinal
            )
        )
            await timer.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>A bit of what models answered changes on the disk.</summary>
    async Task IsFoundDamagedAsync()
    {
        var file = Directory
            .EnumerateFiles(_folder["data/blobs"], "*", SearchOption.AllDirectories)
            .First(path => path.Contains("predictions", StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        (await Should.ThrowAsync<InvalidOperationException>(() => _page.RunAsync("Bench.Workers verify "))).Message.ShouldContain(
            Path.GetFileName(file)
        );
    }

    static async Task<string> BoardAsync(ClusterPart part, string? key)
    {
        using var http = new HttpClient { BaseAddress = part.Address };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.GetAsync(Board);
        answer.StatusCode.ShouldBe(key is null ? HttpStatusCode.NotFound : HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    static string[] Values(string board) =>
        [
            .. Json(board)
                .GetProperty("rows")
                .EnumerateArray()
                .Select(row => $"{row.GetProperty("model").GetProperty("name")} {row.GetProperty("value")}"),
        ];

    static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
