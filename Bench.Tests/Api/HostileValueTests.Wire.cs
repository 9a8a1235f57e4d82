using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Bench.Tests.Api;

/// <summary>What no parameter of the contract says: encodings, chunks and what a sender is ready to read.</summary>
public sealed partial class HostileValueTests
{
    [Theory, BothDatabases]
    public async Task Json_in_another_encoding_is_refused_before_anything_reads_it(Database database)
    {
        var (app, _, _) = await apps.OnAsync(database);
        using var client = app.WithKey();
        const string Body = """{"name":"a\u0000b","role":"submitter"}""";
        foreach (var (charset, encoding) in new[] { ("utf-16", Encoding.Unicode), ("utf-32", Encoding.UTF32), ("klingon", Encoding.UTF8) })
        {
            using var content = new ByteArrayContent(encoding.GetBytes(Body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse($"application/json; charset={charset}");

            using var answer = await client.PostAsync("/api/v1/keys", content);

            await answer.ShouldBeProblemAsync(415, "media-type-unsupported");
        }
        using var quoted = new ByteArrayContent([.. "{}"u8]);
        quoted.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=\"UTF-8\"");
        using var read = await client.PostAsync("/api/v1/keys", quoted);
        read.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
    }

    [Theory, InlineData("application/xml"), InlineData("text/csv"), InlineData("image/png")]
    public async Task Whoever_reads_no_problems_is_refused_all_the_same(string accepted)
    {
        var (app, _, _) = await apps.OnAsync(Database.Sqlite);
        using var client = app.Reader();
        client.DefaultRequestHeaders.Accept.ParseAdd(accepted);

        using var dataset = await client.GetAsync("/api/v1/leaderboard?dataset=nowhere");
        using var address = await client.GetAsync("/api/v1/nowhere");

        await dataset.ShouldBeProblemAsync(404, "dataset-not-found");
        await address.ShouldBeProblemAsync(404, "not-found");
    }

    [Theory, InlineData("TRACE"), InlineData("OPTIONS"), InlineData("PUT"), InlineData("DELETE")]
    public async Task Pages_are_read_and_take_forms_and_nothing_else(string method)
    {
        var (app, _, model) = await apps.OnAsync(Database.Sqlite);
        using var client = app.Reader();
        foreach (var page in new[] { "/", $"/models/{model}", "/compare/verdict", "/submit", "/sign-in" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), page);

            using var answer = await client.SendAsync(request);

            await answer.ShouldBeProblemAsync(405, "method-not-allowed");
            answer.Content.Headers.Allow.ShouldContain("GET");
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task A_chunk_of_a_size_that_none_has_is_the_sender_s_fault(string type)
    {
        var (app, _, _) = await apps.OnAsync(Database.Sqlite);
        foreach (var path in new[] { "keys", "models", "label-sets" })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/v1/{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {app.OperatorKey}\r\nContent-Type: {type}\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}\r\n"
                ),
                TestContext.Current.CancellationToken
            );

            using var answer = new StreamReader(stream);
            var status = await answer.ReadLineAsync(TestContext.Current.CancellationToken);

            status.ShouldNotBeNull().ShouldStartWith("HTTP/1.1 4", Case.Sensitive, path);
        }
    }
}
