using System.Net;
using System.Net.Sockets;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

/// <summary>Folders of the service's own that it cannot write, at its start and after it.</summary>
public sealed class UnwritableFolderTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly SmallDisk _disk = new(1 << 20);

    public void Dispose()
    {
        _disk.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Bench:DataDirectory", "file", "a file; a folder is expected")]
    [InlineData("Bench:CacheDirectory", "file", "a file; a folder is expected")]
    [InlineData("Bench:Webhooks:KeyRing", "file", "a file; a folder is expected")]
    [InlineData("Bench:Webhooks:KeyRing", "read-only", "cannot write")]
    [InlineData("Bench:DataDirectory", "link", "a link to 'nowhere', which is not there")]
    [InlineData("Bench:DataDirectory", "file/below", "cannot write")]
    [InlineData("Bench:DataDirectory", "read-only", "cannot write")]
    public async Task A_start_that_cannot_write_says_in_one_line_which_setting_names_what(string setting, string place, string words)
    {
        _folder.Write("file", "no folder");
        File.CreateSymbolicLink(_folder["link"], "nowhere");
        if (place == "read-only")
        {
            _disk.Mount();
            _disk.MakeReadOnly();
            File.CreateSymbolicLink(_folder[place], _disk.Path);
        }

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            ServerProcess.StartApiAsync(("Bench:DataDirectory", _folder["data"]), (setting, _folder[place]))
        );

        var said = refused.Message.Trim().Split('\n')[1..].ShouldHaveSingleItem();
        said.ShouldContain($"Bench.Api does not start: {setting} is '{_folder[place]}'");
        said.ShouldContain(words);
    }

    [Fact]
    public async Task A_start_at_an_address_that_another_has_is_told_without_a_trace()
    {
        using var other = new TcpListener(IPAddress.Loopback, port: 0);
        other.Start();
        var taken = $"http://{other.LocalEndpoint}";

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            ServerProcess.StartApiAsync(("Bench:DataDirectory", _folder["data"]), ("ASPNETCORE_URLS", taken))
        );

        refused.Message.ShouldNotContain("   at ");
        var said = refused.Message.Trim().Split('\n')[^1];
        said.ShouldContain($"Failed to bind to address {taken}: address already in use. Another process listens there");
        said.ShouldContain("ASPNETCORE_URLS");
    }

    [Fact]
    public async Task Readiness_is_red_while_the_share_of_the_store_is_not_mounted()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Blobs", _folder["share"]), ("Bench:MinFreeBytes", "0"));
        using var client = app.Reader();
        await client.UntilReadyAsync();

        Directory.Move(_folder["share"], _folder["unmounted"]);
        Directory.CreateDirectory(_folder["share"]);
        using var away = await client.GetAsync("/health/ready");
        Directory.EnumerateFileSystemEntries(_folder["share"]).ShouldBeEmpty();
        Directory.Delete(_folder["share"]);
        Directory.Move(_folder["unmounted"], _folder["share"]);
        using var back = await client.GetAsync("/health/ready");

        ((int)away.StatusCode).ShouldBe(503);
        (await away.Content.ReadAsStringAsync()).ShouldContain("the blob store does not answer");
        ((int)back.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task A_folder_with_spaces_and_letters_of_all_scripts_is_one_as_any()
    {
        var (api, address) = await ServerProcess.StartApiAsync(("Bench:DataDirectory", _folder["Daten für 模型 'a' %20 #1"]));
        await using var process = api;
        using var client = new HttpClient { BaseAddress = address };

        using var page = await client.GetAsync("/");

        page.IsSuccessStatusCode.ShouldBeTrue();
        File.Exists(_folder["Daten für 模型 'a' %20 #1/bench.db"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Uploads_that_may_not_be_written_are_told_from_a_full_disk_and_readiness_is_red()
    {
        _disk.Mount();
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:MinFreeBytes", "0"));
        using var client = app.WithKey();
        var uploads = Path.Combine(app.DataDirectory, "uploads");
        if (Directory.Exists(uploads))
            Directory.Delete(uploads, recursive: true);
        Directory.CreateSymbolicLink(uploads, _disk.Path);
        _disk.MakeReadOnly();

        using var sent = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name":"m"}""", TinyModel.Create(2)));
        using var announced = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "1")));
        using var ready = await client.GetAsync("/health/ready");

        foreach (var refused in new[] { sent, announced })
            (await refused.ShouldBeProblemAsync(507, "store-refused")).ToString().ShouldNotContain(_disk.Path);
        ((int)ready.StatusCode).ShouldBe(503);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("data cannot be written");
    }
}
