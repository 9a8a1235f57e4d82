using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Tests.Fixtures;

/// <summary>As much of S3 as a blob store asks for: objects by path over HTTP, in memory.</summary>
sealed class FakeS3 : IAsyncDisposable
{
    /// <summary>As of an object that came in parts: such a tag is no checksum of the bytes, and the client compares nothing.</summary>
    const string Tag = "\"0-1\"";

    readonly WebApplication _server;

    FakeS3(WebApplication server) => _server = server;

    /// <summary>Objects by their path, bucket first.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Whether every request is told to come back later.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether whoever asks may read and not write.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>What every request is refused with, as by a store that is set up in another way.</summary>
    public (int Status, string Code)? Refusal { get; set; }

    /// <summary>Region that the last request was signed for.</summary>
    public string? Region { get; private set; }

    public string Address => _server.Urls.First();

    public static async Task<FakeS3> StartAsync()
    {
        // The client signs with whatever it finds here; nobody looks at the signature.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var s3 = new FakeS3(server);
        server.Run(s3.AnswerAsync);
        await server.StartAsync();
        return s3;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task AnswerAsync(HttpContext http)
    {
        if (IsAway)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        Region = http.Request.Headers.Authorization.ToString().Split('/').ElementAtOrDefault(2);
        if (Refusal is { } refusal)
        {
            await RefuseAsync(http, refusal.Status, refusal.Code);
            return;
        }
        if (IsReadOnly && http.Request.Method != "GET")
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "AccessDenied");
            return;
        }
        // Checksums after the body are Amazon's; Ceph's gateway of 2021 and others answer this.
        if (http.Request.Headers.ContainsKey("x-amz-trailer"))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "XAmzContentSHA256Mismatch");
            return;
        }
        var path = http.Request.Path.Value!.TrimStart('/');
        switch (http.Request.Method)
        {
            case "PUT":
                using (var body = new MemoryStream())
                {
                    await http.Request.Body.CopyToAsync(body);
                    Objects[path] = http.Request.Headers.ContainsKey("x-amz-decoded-content-length")
                        ? Unchunked(body.ToArray())
                        : body.ToArray();
                }
                http.Response.Headers.ETag = Tag;
                break;
            case "DELETE":
                Objects.TryRemove(path, out _);
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case "GET" when Objects.TryGetValue(path, out var bytes):
                http.Response.Headers.ETag = Tag;
                http.Response.ContentLength = bytes.Length;
                await http.Response.Body.WriteAsync(bytes);
                break;
            default:
                await RefuseAsync(http, StatusCodes.Status404NotFound, "NoSuchKey");
                break;
        }
    }

    static Task RefuseAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync($"<Error><Code>{code}</Code><Message>It says {code}</Message></Error>");
    }

    /// <summary>A body in signed chunks: hexadecimal length, signature, bytes; a chunk of none ends it.</summary>
    static byte[] Unchunked(byte[] body)
    {
        using var bytes = new MemoryStream();
        for (var at = 0; ; )
        {
            var end = body.AsSpan(at).IndexOf("\r\n"u8) + at;
            var head = System.Text.Encoding.ASCII.GetString(body, at, end - at);
            var length = Convert.ToInt32(head.Split(';')[0], 16);
            if (length == 0)
                return bytes.ToArray();
            bytes.Write(body, end + 2, length);
            at = end + 2 + length + 2;
        }
    }
}
