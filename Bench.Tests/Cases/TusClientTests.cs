using System.Net;
using System.Net.Http.Headers;
using Bench.Tests.Api;

namespace Bench.Tests.Cases;

/// <summary>Uploads as a common client sends them when its options are switched on.</summary>
public sealed class TusClientTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly byte[] Bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    [Fact]
    public async Task A_post_that_names_another_method_is_taken_as_that_method()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var begun = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "100")));
        var upload = begun.Headers.Location!.ToString();

        using var patched = await client.SendAsync(Overridden("PATCH", upload, Bytes[..60], ("Upload-Offset", "0")));
        using var head = await client.SendAsync(Overridden("HEAD", upload, null));
        using var deleted = await client.SendAsync(Overridden("DELETE", upload, null));
        using var after = await client.SendAsync(ApiClient.Tus(HttpMethod.Head, upload));

        patched.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        head.Headers.GetValues("Upload-Offset").Single().ShouldBe("60");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Elsewhere_the_header_names_nothing()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var answer = await client.SendAsync(Overridden("DELETE", "/api/v1/models", null));

        answer.StatusCode.ShouldNotBe(HttpStatusCode.MethodNotAllowed);
        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
    }

    [Fact]
    public async Task The_first_bytes_may_come_with_the_creation()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var begun = await client.SendAsync(
            With(Bytes[..40], ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "100")))
        );
        using var rest = await client.SendAsync(ApiClient.TusPatch(begun.Headers.Location!.ToString(), 40, Bytes[40..]));

        begun.StatusCode.ShouldBe(HttpStatusCode.Created);
        begun.Headers.GetValues("Upload-Offset").Single().ShouldBe("40");
        rest.Headers.GetValues("Upload-Offset").Single().ShouldBe("100");
    }

    [Theory]
    [InlineData(415, "media-type-unsupported", "text/plain", null)]
    [InlineData(413, "upload-overflow", "application/offset+octet-stream", null)]
    [InlineData(460, "upload-checksum", "application/offset+octet-stream", "sha256 AAAA")]
    public async Task A_creation_whose_bytes_are_refused_leaves_nothing(int status, string code, string type, string? checksum)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var before = app.Files();
        using var request = With(
            Bytes,
            ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", checksum is null ? "50" : "100"))
        );
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (checksum is not null)
            request.Headers.Add("Upload-Checksum", checksum);

        using var refused = await client.SendAsync(request);

        await refused.ShouldBeProblemAsync(status, code);
        app.Files().ShouldBe(before);
    }

    [Theory]
    [InlineData("Upload-Concat", "partial", "upload-concat")]
    [InlineData("Upload-Concat", "final;/api/v1/uploads/a /api/v1/uploads/b", "upload-concat")]
    [InlineData("Upload-Defer-Length", "1", "upload-length")]
    public async Task What_is_not_offered_is_refused_before_a_byte_travels(string header, string value, string code)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var refused = await client.SendAsync(
            ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "50"), (header, value))
        );

        (await refused.ShouldBeProblemAsync(400, code)).GetProperty("detail").GetString()!.ShouldStartWith(header);
    }

    static HttpRequestMessage Overridden(string method, string url, byte[]? bytes, params (string Name, string Value)[] headers)
    {
        var request = ApiClient.Tus(HttpMethod.Post, url, [("X-HTTP-Method-Override", method), .. headers]);
        return bytes is null ? request : With(bytes, request);
    }

    static HttpRequestMessage With(byte[] bytes, HttpRequestMessage request)
    {
        request.Content = new ByteArrayContent(bytes)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") },
        };
        return request;
    }
}
