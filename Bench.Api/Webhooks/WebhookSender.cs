using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bench.Api.Http.Below;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Webhooks;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Webhooks;

/// <summary>The job behind a delivery: makes one attempt and records how it went.</summary>
internal sealed class WebhookSender(
    BenchDb db,
    WebhookSecrets secrets,
    DeliveryTurns turns,
    IHttpClientFactory clients,
    WebhookOptions options,
    BenchOptions bench,
    TimeProvider time
)
{
    public const string Client = "webhooks";
    public const string Queue = "webhooks";

    /// <remarks>
    /// Pauses between attempts are in the row, where they outlive the process. Dies before the answer is written down:
    /// the delivery is due again and is sent a second time under the same id.
    /// </remarks>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task SendAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        var live = db.Keys.Live(time.GetUtcNow().UtcDateTime);
        var found = await (
            from delivery in db.WebhookDeliveries.AsNoTracking()
            join webhook in db.Webhooks on delivery.WebhookId equals webhook.Id
            where delivery.Id == deliveryId && delivery.State == DeliveryState.Pending
            select new
            {
                Delivery = delivery,
                Webhook = webhook,
                IsLive = live.Any(key => key.Id == webhook.ApiKeyId),
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return;
        using var turn = turns.TryTake(found.Webhook.ApiKeyId);
        if (turn is null)
        {
            var again = time.GetUtcNow().UtcDateTime + options.Interval;
            await db
                .WebhookDeliveries.Where(delivery => delivery.Id == deliveryId && delivery.State == DeliveryState.Pending)
                .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.NextAttemptAt, again), cancellationToken);
            return;
        }
        // Deliveries that waited when the key ended are not sent either.
        var (status, error) = found.IsLive
            ? await AttemptAsync(found.Webhook, found.Delivery, cancellationToken)
            : (null, "the key of the webhook was revoked, or has ended");
        var (now, attempts) = (time.GetUtcNow().UtcDateTime, found.Delivery.Attempts + 1);
        var state =
            error is null ? DeliveryState.Delivered
            : attempts < options.MaxAttempts && found.IsLive && status != StatusCodes.Status410Gone ? DeliveryState.Pending
            : DeliveryState.Failed;
        DateTime? deliveredAt = state == DeliveryState.Delivered ? now : null;
        await db
            .WebhookDeliveries.Where(delivery => delivery.Id == deliveryId && delivery.State == DeliveryState.Pending)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(delivery => delivery.State, state)
                        .SetProperty(delivery => delivery.Attempts, attempts)
                        .SetProperty(delivery => delivery.NextAttemptAt, now + options.PauseAfter(attempts))
                        .SetProperty(delivery => delivery.DeliveredAt, deliveredAt)
                        .SetProperty(delivery => delivery.LastStatus, status)
                        .SetProperty(delivery => delivery.LastError, error),
                CancellationToken.None
            );
    }

    /// <returns>The answer's status, and what was wrong; nothing wrong is delivered.</returns>
    async Task<(int? Status, string? Error)> AttemptAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Timeout);
        try
        {
            using var request = Request(webhook, delivery);
            using var client = clients.CreateClient(Client);
            // What the receiver has to say beyond its status is not read.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return (
                (int)response.StatusCode,
                response.IsSuccessStatusCode
                    ? null
                    : $"the receiver answered {(int)response.StatusCode}; 2xx is expected, and redirects are not followed"
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"the receiver did not answer within {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException error)
        {
            return (null, error.InnerException is System.Net.Sockets.SocketException socket ? socket.Message : error.Message);
        }
        catch (CryptographicException)
        {
            return (null, "the secret cannot be decrypted with this machine's key ring; replicas share Bench:Webhooks:KeyRing");
        }
    }

    HttpRequestMessage Request(Webhook webhook, WebhookDelivery delivery)
    {
        var (now, body) = (time.GetUtcNow(), Body(delivery));
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("User-Agent", "Bench-Webhooks/1");
        request.Headers.Add("webhook-id", delivery.Id.ToString());
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature",
            WebhookSecrets.Sign(secrets.Unprotect(webhook.ProtectedSecret), delivery.Id.ToString(), now, body)
        );
        return request;
    }

    /// <summary>The event, whose link leads to where the service is. It was written from the root: a worker, which writes events
    /// too, does not know the path below which the API is.</summary>
    string Body(WebhookDelivery delivery) =>
        BelowPath.Checked(bench.PathBase) is { } below
            ? delivery.Body.Replace("\"link\":\"/", $"\"link\":\"{below}/", StringComparison.Ordinal)
            : delivery.Body;
}
