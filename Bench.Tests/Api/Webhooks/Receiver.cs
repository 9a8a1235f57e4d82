using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Bench.Tests.Api.Webhooks;

/// <summary>A receiver of webhooks on a port of this machine: keeps what comes, and answers as it is told.</summary>
sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<Message> _messages = new();
    readonly SemaphoreSlim _arrived = new(0);

    Receiver(WebApplication app) => _app = app;

    public sealed record Message(string Id, string Timestamp, string Signature, string Body)
    {
        public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

        /// <summary>What a receiver finds that knows the secret and verifies by a library of Standard Webhooks.</summary>
        public bool IsSignedWith(string secret)
        {
            var headers = new HeaderDictionary
            {
                ["webhook-id"] = Id,
                ["webhook-timestamp"] = Timestamp,
                ["webhook-signature"] = Signature,
            };
            try
            {
                new StandardWebhook(secret).Verify(Body, headers);
                return true;
            }
            catch (WebhookVerificationException)
            {
                return false;
            }
        }
    }

    /// <summary>Instead of a status: no answer comes.</summary>
    public const int Never = 0;

    /// <summary>What the next messages are answered, one status each; 204 when there is none.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public string Address { get; private set; } = "";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        receiver._app.MapPost("/hook", receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.Address =
            receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";
        return receiver;
    }

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<Message> Messages => [.. _messages];

    /// <summary>All messages up to the first that is as wanted.</summary>
    public async Task<List<Message>> UntilAsync(Func<Message, bool> isLast)
    {
        using var deadline = new CancellationTokenSource(Patience.Deadline);
        while (!_messages.Any(isLast))
            await _arrived.WaitAsync(deadline.Token);
        return [.. _messages];
    }

    async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var message = new Message(
            request.Headers["webhook-id"]!,
            request.Headers["webhook-timestamp"]!,
            request.Headers["webhook-signature"]!,
            await reader.ReadToEndAsync()
        );
        var status = Answers.TryDequeue(out var next) ? next : 204;
        _messages.Enqueue(message);
        _arrived.Release();
        if (status == Never)
            await Task.Delay(Timeout.Infinite, request.HttpContext.RequestAborted);
        if (status is 301 or 302 or 307)
            request.HttpContext.Response.Headers.Location = Address;
        return Results.StatusCode(status);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }
}
