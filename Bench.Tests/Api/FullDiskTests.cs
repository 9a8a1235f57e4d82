using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Bench.Tests.Api;

/// <summary>A data folder that really is full: a small file system of its own, where this machine lets us make one.</summary>
public sealed class FullDiskTests : IDisposable
{
    const int Megabytes = 40;
    const string Key = "bench_the-operator-key-of-this-test";

    readonly SmallDisk _folder = new(Megabytes << 20);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_does_not_fit_is_refused_without_a_path_and_can_be_given_up_and_then_all_is_well()
    {
        _folder.Mount();
        var (api, address) = await ServerProcess.StartApiAsync(
            ("Bench:DataDirectory", _folder.Path),
            ("Bench:MinFreeBytes", "0"),
            ("BENCH_OPERATOR_KEY", Key)
        );
        await using var process = api;
        using var client = new HttpClient
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) },
        };
        using var created = await client.SendAsync(
            ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", $"{(Megabytes - 10) << 20}"))
        );
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var upload = created.Headers.Location!.ToString();
        using (var first = await client.SendAsync(ApiClient.TusPatch(upload, 0, new byte[16 << 20])))
            first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        _folder.Fill();

        using var appended = await client.SendAsync(ApiClient.TusPatch(upload, 16 << 20, new byte[8 << 20]));
        using var sent = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name":"m"}""", new byte[1 << 20]));
        using var announced = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "5000000")));
        using var ready = await client.GetAsync("/health/ready");

        foreach (var refused in new[] { appended, sent, announced })
            (await refused.ShouldBeProblemAsync(507, "storage-full")).ToString().ShouldNotContain(_folder.Path);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldNotContain(_folder.Path);

        using var givenUp = await client.SendAsync(ApiClient.Tus(HttpMethod.Delete, upload));
        givenUp.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var again = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "5000000")));
        using var keys = await client.GetAsync("/api/v1/keys");
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        keys.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8, Traits = [LongAttribute.Trait, LongAttribute.Value])]
    public async Task An_upload_that_met_a_full_disk_goes_on_where_it_was_when_there_is_room(int keptFree)
    {
        _folder.Mount();
        var (api, address) = await ServerProcess.StartApiAsync(
            ("Bench:DataDirectory", _folder.Path),
            ("Bench:MinFreeBytes", $"{keptFree << 20}"),
            ("BENCH_OPERATOR_KEY", Key)
        );
        await using var process = api;
        using var client = new HttpClient
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) },
        };
        var bytes = new byte[20 << 20];
        new Random(7).NextBytes(bytes);
        using var created = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", $"{bytes.Length}")));
        var upload = created.Headers.Location!.ToString();
        using (var first = await client.SendAsync(ApiClient.TusPatch(upload, 0, bytes[..(8 << 20)])))
            first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        _folder.Fill(left: 1 << 20);

        using var refused = await client.SendAsync(ApiClient.TusPatch(upload, 8 << 20, bytes[(8 << 20)..]));
        await refused.ShouldBeProblemAsync(507, "storage-full");
        if (keptFree > 0)
        {
            using var made = await client.PostAsJsonAsync("/api/v1/keys", new { name = "ada", role = "reader" });
            made.StatusCode.ShouldBe(HttpStatusCode.Created, "the last of the room is the database's");
        }
        _folder.Empty();
        using var asked = await client.SendAsync(ApiClient.Tus(HttpMethod.Head, upload));
        var offset = int.Parse(asked.Headers.GetValues("Upload-Offset").Single());
        using var rest = await client.SendAsync(ApiClient.TusPatch(upload, offset, bytes[offset..]));

        offset.ShouldBeGreaterThanOrEqualTo(8 << 20);
        rest.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var file = Directory.GetFiles(_folder["uploads"]).ShouldHaveSingleItem();
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task With_less_room_than_the_operator_keeps_free_uploads_are_refused_and_readiness_is_red()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:MinFreeBytes", $"{long.MaxValue}"));
        using var client = app.WithKey();

        using var announced = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "1")));
        using var sent = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name":"m"}""", TinyModel.Create(2)));
        using var ready = await client.GetAsync("/health/ready");
        using var live = await client.GetAsync("/health/live");

        await announced.ShouldBeProblemAsync(507, "storage-full");
        await sent.ShouldBeProblemAsync(507, "storage-full");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var said = await ready.Content.ReadAsStringAsync();
        said.ShouldContain("fewer than Bench:MinFreeBytes");
        said.ShouldNotContain(app.DataDirectory);
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        app.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_may_not_be_written_is_told_from_a_full_one()
    {
        await using var s3 = await FakeS3.StartAsync();
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:Blobs", "s3://bucket/some"),
            ("Bench:S3Endpoint", s3.Address)
        );
        using var client = app.WithKey();
        s3.IsReadOnly = true;

        using var sent = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name":"m"}""", TinyModel.Create(2)));
        using var list = await client.GetAsync("/api/v1/models");

        await sent.ShouldBeProblemAsync(507, "store-refused");
        (await list.JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }
}
