using System.Net;
using System.Net.Http.Json;
using Bench.Tests.Api;
using Bench.Workers.Verification;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bench.Tests.EndToEnd;

/// <summary>A service that is copied while it works, and restored from the copy.</summary>
public sealed class BackupTests : IDisposable
{
    const string Key = "tiny";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_is_restored_is_what_was_there_although_others_wrote_meanwhile(Database database)
    {
        await using var app = await BenchApp.StartAsync(database, ("Bench:Inference:Doctor", "false"));
        using var client = app.WithKey();
        var evaluation = await EvaluateAsync(app, client);
        using var writing = new CancellationTokenSource();
        var written = WriteAsync(client, writing.Token);

        var backup = await WorkerCommand.RunAsync(Settings(app.DataDirectory, app.PostgresConnection), "backup", _folder["copy"], "--json");

        await writing.CancelAsync();
        (await written).ShouldBeGreaterThan(0);
        backup.ExitCode.ShouldBe(0, backup.Errors);
        backup.Json.GetProperty("blobs").GetInt32().ShouldBeGreaterThanOrEqualTo(4, "manifest, classes, labels, model, predictions");
        var empty = app.PostgresConnection is null ? null : await EmptyAsync();
        var restored = await WorkerCommand.RunAsync(Settings(_folder["data"], empty), "restore", _folder["copy"]);
        var again = await WorkerCommand.RunAsync(Settings(_folder["data"], empty), "restore", _folder["copy"]);

        restored.ExitCode.ShouldBe(0, restored.Errors);
        again.ExitCode.ShouldBe(1);
        again.Errors.ShouldContain("restore-target-not-empty");
        await using var other = await BenchApp.StartAsync(
            Database.Sqlite,
            [.. Settings(_folder["data"], empty), ("Bench:DatasetsRoot", app.DatasetsRoot)]
        );
        using var reader = other.Reader();
        foreach (var address in new[] { $"/api/v1/leaderboard?dataset={Key}", $"/api/v1/evaluations/{evaluation}/scores" })
            (await reader.GetStringAsync(address)).ShouldBe(await client.GetStringAsync(address));
        var predictions = $"/api/v1/evaluations/{evaluation}/predictions";
        (await reader.GetByteArrayAsync(predictions)).ShouldBe(await client.GetByteArrayAsync(predictions));
        await using var scope = other.Services.CreateAsyncScope();
        var report = await scope.ServiceProvider.GetRequiredService<StoreVerifier>().RunAsync(true, (_, _) => { }, default);
        report.Damaged.ShouldBeEmpty();
        (report.Blobs, report.Pictures).ShouldBe((backup.Json.GetProperty("blobs").GetInt32(), 4));
        File.ReadAllText(Path.Combine(_folder["data"], "operator.key")).Trim().ShouldBe(app.OperatorKey);
        if (empty is not null)
            NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_backup_is_refused_where_it_would_mix_and_a_restoration_from_what_is_no_backup()
    {
        (string, string)[] none = Settings(_folder["nothing"], null);
        _folder.Write("full/file", "x");
        Directory.CreateDirectory(_folder["unfinished"]);
        _folder.Write("bench.db", "");

        var answers = await Task.WhenAll(
            WorkerCommand.RunAsync(none, "backup", _folder["new"]),
            WorkerCommand.RunAsync(Settings(_folder.Path, null), "backup", _folder["full"]),
            WorkerCommand.RunAsync(none, "restore", _folder["unfinished"])
        );

        answers
            .Select(answer => (answer.ExitCode, answer.Errors.Split(':')[0]))
            .ShouldBe([(1, "database-missing"), (1, "backup-folder-not-empty"), (1, "backup-missing")]);
        Directory.EnumerateFileSystemEntries(_folder["full"]).Count().ShouldBe(1);
        Directory.Exists(_folder["new"]).ShouldBeFalse();
    }

    [Fact, Long]
    public async Task A_damaged_backup_is_refused_before_anything_is_written()
    {
        await using (var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Inference:Doctor", "false")))
        {
            using var client = app.WithKey();
            await TinyDataset.ImportAsync(app, client, Key);
            (await WorkerCommand.RunAsync(Settings(app.DataDirectory, null), "backup", _folder["copy"])).ExitCode.ShouldBe(0);
        }
        foreach (
            var (file, words) in new[]
            {
                ("secrets/operator.key", "secrets/operator.key is not the file that was written"),
                ("backup.json", "backup.json is not the file that was written"),
            }
        )
        {
            var path = Path.Combine(_folder["copy"], file);
            var whole = await File.ReadAllTextAsync(path);
            // A digit of the key; the year in which the backup was made.
            await File.WriteAllTextAsync(
                path,
                file == "backup.json" ? whole.Replace("\"createdAt\": \"2", "\"createdAt\": \"1") : Other(whole[0]) + whole[1..]
            );
            (await WorkerCommand.RunAsync(Settings(_folder["data"], null), "restore", _folder["copy"])).Errors.ShouldContain(words);
            await File.WriteAllTextAsync(path, whole);
        }
        var copy = Path.Combine(_folder["copy"], "bench.db");
        await using (var db = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            await db.OpenAsync();
            await using var change = db.CreateCommand();
            change.CommandText = "UPDATE api_keys SET name = 'somebody else'";
            await change.ExecuteNonQueryAsync();
        }

        var refused = await WorkerCommand.RunAsync(Settings(_folder["data"], null), "restore", _folder["copy"]);

        refused.Errors.ShouldStartWith("backup-damaged");
        File.Exists(Path.Combine(_folder["data"], "bench.db")).ShouldBeFalse();
    }

    static string Other(char digit) => digit == '0' ? "1" : "0";

    static (string, string)[] Settings(string data, string? postgres) =>
        [("Bench:DataDirectory", data), .. postgres is null ? Array.Empty<(string, string)>() : [("ConnectionStrings:Bench", postgres)]];

    static async Task<string> EmptyAsync() => await (await TestContext.Current.GetFixture<PostgresCluster>())!.CreateEmptyDatabaseAsync();

    static async Task<string> EvaluateAsync(BenchApp app, HttpClient client)
    {
        await TinyDataset.ImportAsync(app, client, Key);
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name":"m","preprocessing":{"input_size":[3,8,8]}}""", TinyModel.Create(2))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { Key } });
        var evaluation = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/evaluations/{evaluation}", answer => answer.GetProperty("state").GetString() == "completed");
        return evaluation;
    }

    /// <summary>Saves views and uploads models until it is stopped, and says how many.</summary>
    static async Task<int> WriteAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var count = 0;
        for (; !cancellationToken.IsCancellationRequested; count++)
        {
            using var view = await client.PostAsJsonAsync(
                "/api/v1/views",
                new { name = $"view {count}", address = "/" },
                CancellationToken.None
            );
            view.StatusCode.ShouldBe(HttpStatusCode.Created);
            if (count % 5 != 0)
                continue;
            using var model = await client.PostAsync(
                "/api/v1/models",
                ApiClient.Form($$"""{"name":"later {{count}}"}""", TinyModel.Create(2, seed: 1000 + count)),
                CancellationToken.None
            );
            model.StatusCode.ShouldBe(HttpStatusCode.Created);
        }
        return count;
    }
}
