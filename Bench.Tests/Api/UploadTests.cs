using System.Net;
using System.Security.Cryptography;

namespace Bench.Tests.Api;

public sealed class UploadTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_model_comes_in_pieces_and_is_then_taken_by_its_id(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        var bytes = TinyModel.Create(10, seed: 200);
        var upload = await BeginAsync(client, bytes.Length);

        using var first = await client.SendAsync(ApiClient.TusPatch(upload, 0, bytes[..50]));
        using var head = await client.SendAsync(ApiClient.Tus(HttpMethod.Head, upload));
        using var early = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$$"""{"name": "in pieces", "uploadId": "{{{upload[^36..]}}}"}""")
        );
        using var rest = await client.SendAsync(ApiClient.TusPatch(upload, 50, bytes[50..]));
        using var model = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$$"""{"name": "in pieces", "uploadId": "{{{upload[^36..]}}}", "preprocessing": {"input_size": [3, 8, 8]}}""")
        );
        using var after = await client.SendAsync(ApiClient.Tus(HttpMethod.Head, upload));

        Header(first, "Upload-Offset").ShouldBe("50");
        Header(head, "Upload-Offset").ShouldBe("50");
        Header(head, "Upload-Length").ShouldBe($"{bytes.Length}");
        Header(head, "Tus-Resumable").ShouldBe("1.0.0");
        await early.ShouldBeProblemAsync(409, "upload-incomplete");
        rest.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await model.JsonAsync(HttpStatusCode.Created)).GetProperty("fileName").GetString().ShouldBe("model.onnx");
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_finished_upload_says_what_its_file_is_before_it_is_a_model(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        using var stranger = app.WithKey(await app.KeyAsync("submitter"));
        var (good, bad) = (TinyModel.Create(10, seed: 201), TinyModel.WithTwoInputs());
        var (upload, refused) = (await BeginAsync(client, good.Length), await BeginAsync(client, bad.Length));

        using var early = await client.GetAsync($"{upload}/graph");
        using var sent = await client.SendAsync(ApiClient.TusPatch(upload, 0, good));
        using var sentBad = await client.SendAsync(ApiClient.TusPatch(refused, 0, bad));
        using var graph = await client.GetAsync($"{upload}/graph");
        using var notTheirs = await stranger.GetAsync($"{upload}/graph");
        using var noModel = await client.GetAsync($"{refused}/graph");

        await early.ShouldBeProblemAsync(409, "upload-incomplete");
        var described = await graph.JsonAsync(HttpStatusCode.OK);
        described.GetProperty("input").GetProperty("height").GetInt32().ShouldBe(8);
        described.GetProperty("operators").GetProperty("MatMul").GetInt32().ShouldBe(1);
        notTheirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        noModel.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_upload_that_is_taken_by_many_requests_at_once_is_taken_once_and_the_others_are_refused()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        var bytes = TinyModel.Create(10, seed: 202);
        var upload = await BeginAsync(client, bytes.Length);
        using var sent = await client.SendAsync(ApiClient.TusPatch(upload, 0, bytes));

        var looks = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetAsync($"{upload}/graph")));
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    client.PostAsync(
                        "/api/v1/models",
                        ApiClient.Form(
                            $$$"""{"name": "{{{i}}}", "uploadId": "{{{upload[^36..]}}}", "preprocessing": {"input_size": [3, 8, 8], "mean": [0, 0, 0.{{{i}}}]}}"""
                        )
                    )
                )
        );

        answers.Select(answer => answer.StatusCode).ShouldBeSubsetOf([HttpStatusCode.Created, HttpStatusCode.NotFound]);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        (await looks).Select(answer => answer.StatusCode).ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.NotFound]);
        foreach (var answer in answers.Concat(await looks))
            answer.Dispose();
    }

    [Fact]
    public async Task An_upload_that_another_process_writes_to_is_locked()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var created = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "4")));
        var upload = created.Headers.Location!.ToString();

        using (new FileStream(app.Files().ShouldHaveSingleItem(), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            using var refused = await client.SendAsync(ApiClient.TusPatch(upload, 0, [1, 2]));
            await refused.ShouldBeProblemAsync(423, "upload-locked");
        }
        using var taken = await client.SendAsync(ApiClient.TusPatch(upload, 0, [1, 2]));

        taken.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_long_name_is_cut_and_stays_text(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = app.WithKey();
        var name = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new string('a', 199) + "👩.onnx"));

        using var created = await client.SendAsync(
            ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "1"), ("Upload-Metadata", $"filename {name}"))
        );

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_is_understood_can_be_asked_without_a_key()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.Reader();

        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/uploads"));

        Header(response, "Tus-Version").ShouldBe("1.0.0");
        Header(response, "Tus-Extension").ShouldBe("creation,creation-with-upload,checksum,expiration,termination");
        Header(response, "Tus-Checksum-Algorithm").ShouldBe("sha1,sha256");
    }

    [Theory, BothDatabases]
    public async Task Bytes_whose_checksum_differs_are_dropped(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var upload = await BeginAsync(client, 10);
        byte[] bytes = [1, 2, 3, 4, 5];

        using var wrong = await client.SendAsync(
            ApiClient.TusPatch(upload, 0, bytes, ("Upload-Checksum", $"sha256 {Convert.ToBase64String(new byte[32])}"))
        );
        using var right = await client.SendAsync(
            ApiClient.TusPatch(upload, 0, bytes, ("Upload-Checksum", $"sha256 {Convert.ToBase64String(SHA256.HashData(bytes))}"))
        );

        await wrong.ShouldBeProblemAsync(460, "upload-checksum");
        Header(right, "Upload-Offset").ShouldBe("5");
    }

    [Theory]
    [InlineData(3, 5, 409, "upload-offset")]
    [InlineData(0, 11, 413, "upload-overflow")]
    public async Task Bytes_at_another_place_or_beyond_the_end_are_refused(long offset, int count, int status, string code)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var upload = await BeginAsync(client, 10);

        using var response = await client.SendAsync(ApiClient.TusPatch(upload, offset, new byte[count]));
        using var head = await client.SendAsync(ApiClient.Tus(HttpMethod.Head, upload));

        await response.ShouldBeProblemAsync(status, code);
        Header(head, "Upload-Offset").ShouldBe("0");
    }

    [Fact]
    public async Task Another_key_does_not_see_the_upload()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        var upload = await BeginAsync(owner, 10);

        using var response = await other.SendAsync(ApiClient.TusPatch(upload, 0, new byte[5]));

        await response.ShouldBeProblemAsync(404, "upload-not-found");
    }

    [Fact]
    public async Task A_terminated_upload_leaves_nothing()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var files = app.Files();
        var upload = await BeginAsync(client, 10);
        (await client.SendAsync(ApiClient.TusPatch(upload, 0, new byte[5]))).Dispose();

        using var response = await client.SendAsync(ApiClient.Tus(HttpMethod.Delete, upload));

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        app.Files().ShouldBe(files);
    }

    [Fact]
    public async Task Another_version_of_the_protocol_is_refused()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var response = await client.PostAsync("/api/v1/uploads", null);

        await response.ShouldBeProblemAsync(412, "tus-version");
    }

    static async Task<string> BeginAsync(HttpClient client, long length)
    {
        using var response = await client.SendAsync(
            ApiClient.Tus(
                HttpMethod.Post,
                "/api/v1/uploads",
                ("Upload-Length", $"{length}"),
                ("Upload-Metadata", "filename bW9kZWwub25ueA==")
            )
        );
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return response.Headers.Location!.ToString();
    }

    static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
