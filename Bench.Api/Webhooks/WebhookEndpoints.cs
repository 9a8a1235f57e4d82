using System.Net;
using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Webhooks;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Webhooks;

/// <summary>Webhooks of the calling key; another key's are as if they were not there.</summary>
internal static class WebhookEndpoints
{
    const int MostForOneKey = 20;

    public static RouteGroupBuilder MapWebhooks(this RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks")
            .WithTags("Webhooks")
            .RequireAuthorization(AccessServices.Submitter)
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(401)
            .ProducesProblem(403);
        webhooks
            .MapPost("", Create)
            .WithName("CreateWebhook")
            .WithSummary(
                "Registers an address that is notified when an evaluation of this key changes state; its secret is in this answer "
                    + "and never shown again"
            )
            .WithDescription("Deliveries are signed as Standard Webhooks says; docs/webhooks.md shows how to verify them.")
            .WithExample("""{ "url": "https://example.org/bench" }""")
            .ProducesProblem(400)
            .ProducesProblem(409)
            .ProducesProblem(422);
        webhooks
            .MapGet("", List)
            .WithName("ListWebhooks")
            .WithSummary("The key's webhooks, newest first")
            .Produces(304)
            .ProducesProblem(400);
        webhooks
            .MapDelete("/{id}", Delete)
            .WithName("DeleteWebhook")
            .WithSummary("Deletes a webhook and its deliveries")
            .ProducesProblem(404);
        webhooks
            .MapPost("/{id}/test", Test)
            .WithName("TestWebhook")
            .WithSummary("Sends a 'webhook.test' event, signed and retried as any other")
            .ProducesProblem(404);
        webhooks
            .MapGet("/{id}/deliveries", Deliveries)
            .WithName("ListWebhookDeliveries")
            .WithSummary("Deliveries with their results, newest first; kept for 30 days")
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(404);
        return api;
    }

    static async Task<Created<CreatedWebhook>> Create(
        CreateWebhookRequest request,
        BenchDb db,
        WebhookSecrets secrets,
        WebhookOptions options,
        HttpContext http,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (caller, url, secret) = (Caller.Of(http.User)!, Checked(request.Url, options), WebhookSecrets.Create());
        var webhook = new Webhook
        {
            Id = Guid.CreateVersion7(),
            ApiKeyId = caller.KeyId,
            Url = url,
            ProtectedSecret = secrets.Protect(secret),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var others = await db.Webhooks.CountAsync(other => other.ApiKeyId == caller.KeyId, cancellationToken);
        if (others >= MostForOneKey)
            throw RefusalException.Conflict(
                "webhook-limit",
                $"The key has {others} webhooks, which is the most.",
                "Delete one that is not needed with DELETE /api/v1/webhooks/{id}."
            );
        // The first webhook of a key gets events from now on, none from before it was registered.
        if (others == 0)
            await db
                .Evaluations.Where(evaluation =>
                    evaluation.OwnerKeyId == caller.KeyId && evaluation.Revision > evaluation.AnnouncedRevision
                )
                .ExecuteUpdateAsync(
                    set => set.SetProperty(evaluation => evaluation.AnnouncedRevision, evaluation => evaluation.Revision),
                    cancellationToken
                );
        db.Webhooks.Add(webhook);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/webhooks/{webhook.Id}", new CreatedWebhook(webhook.Id, url, secret, webhook.CreatedAt));
    }

    static async Task<Ok<Page<WebhookView>>> List(
        [AsParameters] PageRequest page,
        BenchDb db,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await page.Newest(Own(db, http), webhook => webhook.Id)
            .Select(webhook => new WebhookView(webhook.Id, webhook.Url, webhook.CreatedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found, webhook => webhook.Id));
    }

    static async Task<NoContent> Delete(Guid id, BenchDb db, HttpContext http, CancellationToken cancellationToken) =>
        await Own(db, http).Where(webhook => webhook.Id == id).ExecuteDeleteAsync(cancellationToken) == 1
            ? TypedResults.NoContent()
            : throw Unknown(id);

    static async Task<Accepted<WebhookDeliveryView>> Test(
        Guid id,
        BenchDb db,
        HttpContext http,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!await Own(db, http).AnyAsync(webhook => webhook.Id == id, cancellationToken))
            throw Unknown(id);
        var delivery = WebhookOutbox.Delivery(id, WebhookEvent.Test, change: null, time.GetUtcNow().UtcDateTime);
        db.WebhookDeliveries.Add(delivery);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries", View(delivery));
    }

    static async Task<Ok<Page<WebhookDeliveryView>>> Deliveries(
        Guid id,
        [AsParameters] PageRequest page,
        BenchDb db,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (!await Own(db, http).AnyAsync(webhook => webhook.Id == id, cancellationToken))
            throw Unknown(id);
        var deliveries = db.WebhookDeliveries.AsNoTracking().Where(delivery => delivery.WebhookId == id);
        var found = await page.Newest(deliveries, delivery => delivery.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found.ConvertAll(View), delivery => delivery.Id));
    }

    static IQueryable<Webhook> Own(BenchDb db, HttpContext http)
    {
        var key = Caller.Of(http.User)!.KeyId;
        return db.Webhooks.AsNoTracking().Where(webhook => webhook.ApiKeyId == key);
    }

    static WebhookDeliveryView View(WebhookDelivery delivery) =>
        new(
            delivery.Id,
            delivery.Type,
            delivery.State,
            delivery.Attempts,
            delivery.State == DeliveryState.Pending ? delivery.NextAttemptAt : null,
            delivery.CreatedAt,
            delivery.DeliveredAt,
            delivery.LastStatus,
            delivery.LastError
        );

    /// <remarks>A name is judged by its addresses when it is connected to; an address can be refused at once.</remarks>
    static string Checked(string text, WebhookOptions options)
    {
        var errors = new FieldErrors();
        if (text.Length > 2000 || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            errors.Add("url", "an absolute http or https address of at most 2,000 characters is expected");
        else if (url.UserInfo.Length > 0)
            errors.Add("url", "an address without user name and password is expected; deliveries are signed instead");
        else if (
            !options.AllowPrivateAddresses
            && (url.IsLoopback || (IPAddress.TryParse(url.IdnHost, out var address) && !PublicAddress.Is(address)))
        )
            errors.Add("url", "the address must be public; the operator may allow others with Bench:Webhooks:AllowPrivateAddresses");
        errors.ThrowIfAny("webhook-invalid", "The webhook", "Send the address of a receiver that this service can reach.");
        return text;
    }

    static RefusalException Unknown(Guid id) =>
        RefusalException.NotFound("webhook", "webhook-not-found", id.ToString(), "List the key's webhooks with GET /api/v1/webhooks.");
}
