using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Data;
using Bench.Data.Log;
using Bench.Service.Log;
using Bench.Tests.Data.Log;
using Bench.Workers.CommandLine.Verify;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Log;

/// <summary>Rows of the board are in a log that anyone can verify, and nothing leaves it.</summary>
public sealed class LogTests
{
    [Theory, BothDatabases(LongOnPostgres = true)]
    public async Task A_row_is_verified_offline_by_the_command_and_by_Python_and_a_changed_one_is_not(Database database)
    {
        Command.SkipWithout("python3");
        await using var app = await BenchApp.StartAsync(database);
        using var client = app.WithKey();
        using var folder = new TempFolder();
        var evaluation = await EvaluatedAsync(app, client);
        var row = await client.GetStringAsync($"/api/v1/log/rows/{evaluation}?labelSet=original");
        var key = (await client.GetFromJsonAsync<JsonElement>("/api/v1/log")).GetProperty("publicKey").GetString()!;
        var files = JsonNode.Parse(row)!["files"]!;
        foreach (var name in new[] { "predictions", "labels", "manifest" })
            folder.Write(name, await client.GetByteArrayAsync(files[name]!.GetValue<string>()));

        var report = await VerifyAsync(folder, row, key);
        var python = await PythonAsync(folder, row, key);

        report.Faults.ShouldBeEmpty();
        report.Numbers!.Different.ShouldBeEmpty();
        report.Numbers.Same.ShouldBeGreaterThan(20);
        python.ShouldEndWith(": verified");
        foreach (var (what, change) in Forgeries())
        {
            var forged = JsonNode.Parse(row)!;
            change(forged);
            (await VerifyAsync(folder, forged.ToJsonString(), key)).Faults.ShouldNotBeEmpty(what);
            (await PythonAsync(folder, forged.ToJsonString(), key)).ShouldEndWith("NOT verified", customMessage: what);
        }
        report.Gaps.ShouldAllBe(gap => gap.StartsWith("No earlier tree head"));
        foreach (var (part, word) in new[] { ("submission", "No submission is shown"), ("earlier", "No earlier tree head is shown") })
        {
            var hidden = JsonNode.Parse(row)!;
            hidden[part] = null;
            (await VerifyAsync(folder, hidden.ToJsonString(), key)).Gaps.ShouldContain(gap => gap.StartsWith(word));
            (await PythonAsync(folder, hidden.ToJsonString(), key)).ShouldContain(word);
        }
        (await VerifyAsync(folder, row, key: null)).Gaps.ShouldContain(gap => gap.StartsWith("No key was given"));
        (await VerifyAsync(folder, row, new string('0', 64))).Faults.ShouldNotBeEmpty("another key");
    }

    [Fact, Long]
    public async Task A_row_is_verified_by_its_evaluation_alone_and_what_the_store_or_the_log_lost_is_told()
    {
        Command.SkipWithout("python3");
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        var evaluation = await EvaluatedAsync(app, client);
        var key = (await client.GetFromJsonAsync<JsonElement>("/api/v1/log")).GetProperty("publicKey").GetString()!;

        var whole = await OnlineAsync(app, evaluation, key);
        var other = await OnlineAsync(app, evaluation, new string('0', 64));
        var labels = await FlipAsync(app, "labels", "\"key\":\"original\"");
        var damaged = await OnlineAsync(app, evaluation, key);
        await File.WriteAllBytesAsync(labels.File, labels.Was);
        var manifest = await FlipAsync(app, "manifests", "");
        var changed = await OnlineAsync(app, evaluation, key);
        await File.WriteAllBytesAsync(manifest.File, manifest.Was);
        await using (var scope = app.Services.CreateAsyncScope())
            await scope
                .ServiceProvider.GetRequiredService<BenchDb>()
                .Database.ExecuteSqlRawAsync("UPDATE log_entries SET body = replace(body, 'pets', 'pats') WHERE kind = 'Receipt'");
        var forged = await OnlineAsync(app, evaluation, key);

        whole.ShouldBe((0, "receipt at place 1 of 2, with predictions, labels, manifest: verified"));
        (other.Status, other.Said.EndsWith("NOT verified", StringComparison.Ordinal)).ShouldBe((1, true));
        damaged.Status.ShouldBe(1);
        damaged.Said.ShouldContain("The service cannot give labels: ");
        (changed.Status, forged.Status).ShouldBe((1, 1), $"{changed.Said}{forged.Said}");
        changed.Said.ShouldContain("The service cannot give manifest: ");
    }

    [Fact]
    public async Task A_retracted_row_leaves_a_tombstone_and_a_release_keeps_what_stood()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        var evaluation = await EvaluatedAsync(app, client);
        using var frozen = await client.PostAsJsonAsync("/api/v1/log/releases", new { name = "v2026.1", note = "first" });
        var release = await frozen.JsonAsync(HttpStatusCode.Created);
        using var again = await client.PostAsJsonAsync("/api/v1/log/releases", new { name = "v2026.1" });
        var model = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation}")).GetProperty("modelId").GetString();

        (await client.DeleteAsync($"/api/v1/models/{model}")).EnsureSuccessStatusCode();
        var row = (await client.GetFromJsonAsync<ProvenRow>(release.GetProperty("rows")[0].GetProperty("address").GetString()))!;
        var later = await client.GetFromJsonAsync<JsonElement>("/api/v1/log/releases/v2026.1");

        await again.ShouldBeProblemAsync(409, "release-exists");
        RowProof.FindFaults(row).ShouldBeEmpty();
        row.Retraction!.Body.ShouldContain("was deleted");
        row.Earlier!.Size.ShouldBe(release.GetProperty("head").GetProperty("size").GetInt64());
        JsonElement.DeepEquals(later, release).ShouldBeTrue(later.ToString());
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Entries_written_by_many_at_once_get_places_without_gaps(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = app.Reader();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 5; i++)
                        {
                            await using var scope = app.Services.CreateAsyncScope();
                            var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
                            db.LogEntries.Add(
                                new LogEntry
                                {
                                    Kind = LogEntryKind.Retraction,
                                    EvaluationId = Guid.NewGuid(),
                                    Body = LogBodies.Write(
                                        new RetractionBody(LogEntryKind.Retraction, DateTime.UnixEpoch, Guid.Empty, $"{writer} {i}")
                                    ),
                                }
                            );
                            await db.SaveChangesAsync();
                            await db.SequenceAsync(default);
                        }
                    })
                )
        );

        var head = (await client.GetFromJsonAsync<JsonElement>("/api/v1/log"))
            .GetProperty("head")
            .Deserialize<SignedHead>(JsonSerializerOptions.Web)!;
        var entries = await client.GetFromJsonAsync<JsonElement>("/api/v1/log/entries?limit=1000");

        head.Size.ShouldBe(40);
        entries
            .EnumerateArray()
            .Select(entry => entry.GetProperty("place").GetInt64())
            .ShouldBe(Enumerable.Range(0, 40).Select(place => (long)place));
        LogFaults
            .Of([.. entries.EnumerateArray().Select(entry => entry.GetProperty("body").GetString()!)], [head.ToHead()], publicKey: null)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("UPDATE log_entries SET body = replace(body, 'receipt', 'Receipt'), leaf_hash = x'00' WHERE kind = 'Receipt'")]
    [InlineData("DELETE FROM log_entries WHERE kind = 'Receipt'")]
    public async Task A_log_that_was_changed_in_the_database_is_not_vouched_for(string sql)
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using (var client = app.WithKey())
        {
            await EvaluatedAsync(app, client);
            await client.GetStringAsync("/api/v1/log");
        }
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<BenchDb>().Database.ExecuteSqlRawAsync(sql);

        await app.RestartAsync();
        using var after = app.Reader();
        using var response = await after.GetAsync("/api/v1/log");

        await response.ShouldBeProblemAsync(500, "log-damaged");
    }

    static IEnumerable<(string What, Action<JsonNode> Change)> Forgeries()
    {
        yield return ("a better number", row => Body(row, "receipt", body => body["scores"]![0]!["value"] = 0.999));
        yield return ("another model", row => Body(row, "submission", body => body["dataset"] = "another"));
        yield return ("an earlier date", row => Body(row, "receipt", body => body["at"] = "2020-01-01T00:00:00Z"));
        yield return ("another place", row => row["receipt"]!["place"] = row["receipt"]!["place"]!.GetValue<long>() - 1);
        yield return ("another size", row => row["head"]!["size"] = row["head"]!["size"]!.GetValue<long>() + 1);
        yield return ("a retraction that is none", row => row["retraction"] = row["receipt"]!.DeepClone());
        yield return ("another root", row => row["head"]!["root"] = new string('a', 64));
    }

    static void Body(JsonNode row, string entry, Action<JsonNode> change)
    {
        var body = JsonNode.Parse(row[entry]!["body"]!.GetValue<string>())!;
        change(body);
        row[entry]!["body"] = body.ToJsonString();
    }

    static Task<RowReport> VerifyAsync(TempFolder folder, string row, string? key) =>
        RowVerification.RunAsync(
            new FileInfo(folder.Write("row.json", row)),
            key,
            new FileInfo(folder["predictions"]),
            new FileInfo(folder["labels"]),
            new FileInfo(folder["manifest"]),
            default
        );

    static async Task<string> PythonAsync(TempFolder folder, string row, string key)
    {
        folder.Write("row.json", row);
        var start = new System.Diagnostics.ProcessStartInfo(
            "python3",
            [
                Path.Combine(Checkout.Root, "clients/python/verify.py"),
                folder["row.json"],
                "--key",
                key,
                "--predictions",
                folder["predictions"],
                "--labels",
                folder["labels"],
                "--manifest",
                folder["manifest"],
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }

    /// <summary>What <c>bench verify</c> says of an evaluation, with what it ends.</summary>
    static async Task<(int Status, string Said)> OnlineAsync(BenchApp app, string evaluation, string key)
    {
        var start = new System.Diagnostics.ProcessStartInfo("python3", ["-B", "-m", "bench_client", "verify", evaluation, "--key", key])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["PYTHONPATH"] = Path.Combine(Checkout.Root, "clients/python/src"),
                ["BENCH"] = $"{app.Address}api/v1",
                ["KEY"] = await app.KeyAsync("submitter"),
            },
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim());
    }

    /// <summary>Changes one bit of the stored file that has these words.</summary>
    static async Task<(string File, byte[] Was)> FlipAsync(BenchApp app, string kind, string words)
    {
        var file = Directory
            .EnumerateFiles(Path.Combine(app.DataDirectory, "blobs", kind))
            .Single(each => File.ReadAllText(each).Contains(words, StringComparison.Ordinal));
        var was = await File.ReadAllBytesAsync(file);
        var bytes = was.ToArray();
        bytes[^30] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        return (file, was);
    }

    static async Task<string> EvaluatedAsync(BenchApp app, HttpClient client)
    {
        await TinyDataset.ImportAsync(app, client, "pets");
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "tiny", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 1))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "pets" } });
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString()!;
        var evaluation = await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        return id;
    }
}
