using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Webhooks;
using Bench.Service.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Webhooks;

/// <summary>Webhooks of the calling key; another key's are as if they were not there.</summary>
internal static class WebhookEndpoints
{
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
        WebhookBook book,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var webhook = await book.CreateAsync(request, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Created($"/api/v1/webhooks/{webhook.Id}", webhook);
    }

    static async Task<Ok<Page<WebhookView>>> List(
        [AsParameters] PageRequest page,
        WebhookBook book,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await page.Newest(book.Of(Caller.Of(http.User)!), webhook => webhook.Id)
            .Select(webhook => new WebhookView(webhook.Id, webhook.Url, webhook.CreatedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found, webhook => webhook.Id));
    }

    static async Task<NoContent> Delete(Guid id, WebhookBook book, HttpContext http, CancellationToken cancellationToken)
    {
        await book.RemoveAsync(id, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<Accepted<WebhookDeliveryView>> Test(
        Guid id,
        WebhookBook book,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Accepted(
            $"/api/v1/webhooks/{id}/deliveries",
            View(await book.TestAsync(id, Caller.Of(http.User)!, cancellationToken))
        );

    static async Task<Ok<Page<WebhookDeliveryView>>> Deliveries(
        Guid id,
        [AsParameters] PageRequest page,
        WebhookBook book,
        BenchDb db,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        await book.RequireAsync(id, Caller.Of(http.User)!, cancellationToken);
        var deliveries = db.WebhookDeliveries.AsNoTracking().Where(delivery => delivery.WebhookId == id);
        var found = await page.Newest(deliveries, delivery => delivery.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found.ConvertAll(View), delivery => delivery.Id));
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
}
