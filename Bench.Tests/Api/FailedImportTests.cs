using System.Formats.Tar;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api;

public sealed class FailedImportTests
{
    [Fact]
    public async Task An_archive_that_is_refused_leaves_nothing_unpacked()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var folder = new TempFolder();
        folder.Write("no-class-of-imagenet/a.jpg", "a");

        var dataset = await ImportAsync(app, client, folder, "imagenet-1k");

        dataset.GetProperty("state").GetString().ShouldBe("failed");
        dataset.GetProperty("error").GetProperty("code").GetString().ShouldBe("dataset-class-unknown");
        var unpacked = Path.Combine(app.DatasetsRoot, ".unpacked");
        Directory.Exists(unpacked).ShouldBeTrue("it was unpacked before it was refused");
        Directory.EnumerateFileSystemEntries(unpacked).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dataset_that_is_deleted_takes_what_was_unpacked_of_its_archive_along()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var folder = new TempFolder();
        folder.Write("cat/a.jpg", "a");
        folder.Write("dog/b.jpg", "b");
        var dataset = await ImportAsync(app, client, folder, "from-folders");
        dataset.GetProperty("state").GetString().ShouldBe("ready", dataset.ToString());
        var unpacked = Path.Combine(app.DatasetsRoot, ".unpacked");
        Directory.EnumerateFiles(unpacked, "*.jpg", SearchOption.AllDirectories).Count().ShouldBe(2);

        using var deleted = await client.DeleteAsync("/api/v1/datasets/set");

        deleted.IsSuccessStatusCode.ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(unpacked).ShouldBeEmpty();
    }

    /// <summary>Registers the folder as an archive and waits until it is imported, or has failed.</summary>
    static async Task<JsonElement> ImportAsync(BenchApp app, HttpClient client, TempFolder folder, string classes)
    {
        await TarFile.CreateFromDirectoryAsync(
            folder.Path,
            Path.Combine(app.DatasetsRoot, "set.tar"),
            includeBaseDirectory: false,
            TestContext.Current.CancellationToken
        );
        using var response = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "set",
                variant = "custom",
                layout = "tar",
                path = "set.tar",
                classes,
            }
        );
        await response.JsonAsync(HttpStatusCode.Accepted);
        return await client.UntilAsync("/api/v1/datasets/set", answer => answer.GetProperty("state").GetString() != "importing");
    }
}
