using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

/// <summary>What an operator meets in the first minute: the programs started from some other folder, as a service manager does, over
/// nothing.</summary>
public sealed class FirstStartTests : IDisposable
{
    const int FewLines = 12;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Started_from_another_folder_the_service_has_its_style_sheet_and_pages_keeps_its_data_there_and_reads_times_as_UTC()
    {
        var (api, address) = await ServerProcess.StartApiInAsync(_folder.Path, ("TZ", "Asia/Tokyo"));
        await using (api)
        {
            using var client = new HttpClient { BaseAddress = address };

            using var style = await client.GetAsync("/bench.css");
            using var font = await client.GetAsync("/fonts/inter.woff2");
            using var page = await client.GetAsync("/");
            await client.UntilReadyAsync();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                (await File.ReadAllTextAsync(_folder["data/operator.key"])).Trim()
            );
            using var key = await client.PostAsJsonAsync(
                "/api/v1/keys",
                new
                {
                    name = "guest",
                    role = "reader",
                    expiresAt = "2100-01-01T00:00:00",
                }
            );

            style.StatusCode.ShouldBe(HttpStatusCode.OK);
            style.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
            font.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await page.Content.ReadAsStringAsync()).ShouldContain("/bench.css");
            (await key.JsonAsync(HttpStatusCode.Created)).GetProperty("expiresAt").GetString().ShouldBe("2100-01-01T00:00:00Z");
            ShouldBeQuiet(api);
        }
    }

    [Fact]
    public async Task A_first_start_of_api_and_worker_over_an_empty_postgres_is_a_few_lines_without_an_error()
    {
        await using var database = await EmptyDatabase.CreateAsync();
        await using var worker = ServerProcess.StartWorkerIn(
            _folder.Path,
            ("ConnectionStrings:Bench", database.ConnectionString),
            ("Bench:DataDirectory", _folder["worker"]),
            ("Bench:Blobs", _folder["blobs"]),
            ("Bench:SweepInterval", "00:00:00.2")
        );
        await worker.StartedAsync();
        var (api, address) = await ServerProcess.StartApiInAsync(
            _folder.Path,
            ("ConnectionStrings:Bench", database.ConnectionString),
            ("Bench:Blobs", _folder["blobs"]),
            ("Bench:EmbeddedWorker", "false")
        );
        await using (api)
        {
            using var client = new HttpClient { BaseAddress = address };
            await client.UntilReadyAsync();

            ShouldBeQuiet(worker);
            ShouldBeQuiet(api);
            // After a page, whose style sheet has a version.
            (await client.GetStringAsync("/")).ShouldContain("/bench.css?v=");
            Watchers(worker).ShouldBe(0);
            Watchers(api).ShouldBe(0);
        }

        // A user has 128 of them on Linux: who needs one fails where the others have taken all.
        static int Watchers(ServerProcess process) =>
            Directory.GetFiles($"/proc/{process.Id}/fd").Count(file => new FileInfo(file).LinkTarget == "anon_inode:inotify");
    }

    [Fact]
    public async Task One_setting_makes_every_line_of_the_log_a_json_object()
    {
        await using var database = await EmptyDatabase.CreateAsync();
        await using var worker = ServerProcess.StartWorkerIn(
            _folder.Path,
            ("ConnectionStrings:Bench", database.ConnectionString),
            ("Bench:DataDirectory", _folder["worker"]),
            ("Logging:Console:FormatterName", "json")
        );
        await worker.StartedAsync();

        foreach (var line in Lines(worker))
            JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString().ShouldBe("Information");
    }

    static void ShouldBeQuiet(ServerProcess process)
    {
        Lines(process).Length.ShouldBeInRange(1, FewLines, process.Output);
        foreach (var noise in new[] { "fail:", "warn:", "crit:", "SELECT", "Exception" })
            process.Output.ShouldNotContain(noise, Case.Sensitive);
    }

    static string[] Lines(ServerProcess process) => process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
