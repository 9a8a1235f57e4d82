using System.Text;
using Bench.Api.Http.Below;
using Microsoft.AspNetCore.Http;

namespace Bench.Tests.Api.Http;

/// <summary>Links get the path before them, wherever an answer is cut into pieces; nothing else changes.</summary>
public sealed class LinkStreamTests
{
    const string Page = """
        <a class="x" href="/models/1?a=/b">a</a><a href="/">b</a><a href="//elsewhere/x"></a><a href="#c"></a>
        <a href="/bench/models">d</a><img src="/embed/board.svg"><form action="/sign-in">
        <input name="back" value="/teams"></form>
        <p data-live="/api/v1/x">"/models"</p><a href="/benchmarks">no prefix</a> say ="/models"
        <a href="https://example.org/models"></a>
        """;

    const string PageBelow = """
        <a class="x" href="/bench/models/1?a=/b">a</a><a href="/bench/">b</a><a href="//elsewhere/x"></a><a href="#c"></a>
        <a href="/bench/models">d</a><img src="/bench/embed/board.svg"><form action="/bench/sign-in">
        <input name="back" value="/teams"></form>
        <p data-live="/bench/api/v1/x">"/models"</p><a href="/bench/benchmarks">no prefix</a> say ="/models"
        <a href="https://example.org/models"></a>
        """;

    const string Json = """{"self":"/api/v1/models/1","name":"/tmp/x","page":"/models/1","list":["/api/v1/x"],"root":"/","end":"/api"}""";

    const string JsonBelow =
        """{"self":"/bench/api/v1/models/1","name":"/tmp/x","page":"/bench/models/1","list":["/api/v1/x"],"root":"/","end":"/bench/api"}""";

    public static TheoryData<string, string, string> Answers =>
        new()
        {
            { "text/html; charset=utf-8", Page, PageBelow },
            { "application/json; charset=utf-8", Json, JsonBelow },
            { "application/problem+json", Json, JsonBelow },
            { "text/event-stream", $"data: {Json}\n\n", $"data: {JsonBelow}\n\n" },
            { "text/plain", Page, Page },
            { "application/octet-stream", Json, Json },
        };

    [Theory, MemberData(nameof(Answers))]
    public async Task Links_get_the_path_before_them_whatever_pieces_they_come_in(string type, string sent, string received)
    {
        var bytes = Encoding.UTF8.GetBytes(sent);
        (await ThroughAsync(type, bytes, bytes.Length)).ShouldBe(received);
        for (var size = 1; size < 45; size++)
            (await ThroughAsync(type, bytes, size)).ShouldBe(received, $"pieces of {size}");
    }

    [Fact]
    public async Task An_event_is_sent_whole_before_the_next_one_comes()
    {
        using var wire = new MemoryStream();
        var response = new DefaultHttpContext().Response;
        response.ContentType = "text/event-stream";
        await using var links = Links(wire, response);

        await links.WriteAsync("data: {\"self\":\"/api/v1/x\"}\n\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await links.FlushAsync(TestContext.Current.CancellationToken);

        Encoding.UTF8.GetString(wire.ToArray()).ShouldBe("data: {\"self\":\"/bench/api/v1/x\"}\n\n");
    }

    static async Task<string> ThroughAsync(string type, byte[] bytes, int size)
    {
        using var wire = new MemoryStream();
        var response = new DefaultHttpContext().Response;
        response.ContentType = type;
        await using var links = Links(wire, response);
        foreach (var piece in bytes.Chunk(size))
            await links.WriteAsync(piece, TestContext.Current.CancellationToken);
        await links.EndAsync(TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(wire.ToArray());
    }

    static LinkStream Links(Stream wire, HttpResponse response) => new(wire, response, "/bench", new HashSet<string> { "api", "models" });
}
