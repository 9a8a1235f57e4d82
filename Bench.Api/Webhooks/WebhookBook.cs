using System.Net;
using Bench.Data;
using Bench.Data.Webhooks;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Webhooks;

/// <summary>Registers and removes webhooks. A key's own alone are known to it; another's are as if they were not there.</summary>
internal sealed class WebhookBook(BenchDb db, WebhookSecrets secrets, WebhookOptions options, TimeProvider time)
{
    const int MostForOneKey = 20;

    public IQueryable<Webhook> Of(Caller caller) => db.Webhooks.AsNoTracking().Where(webhook => webhook.ApiKeyId == caller.KeyId);

    /// <exception cref="RefusalException">The key has none of this id.</exception>
    public async Task RequireAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (!await Of(caller).AnyAsync(webhook => webhook.Id == id, cancellationToken))
            throw Unknown(id);
    }

    /// <returns>The webhook with its secret, which no other answer has.</returns>
    /// <exception cref="RefusalException">The address cannot be used, or the key has as many as it may.</exception>
    public async Task<CreatedWebhook> CreateAsync(CreateWebhookRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (url, secret) = (Checked(request.Url, options), WebhookSecrets.Create());
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
        return new CreatedWebhook(webhook.Id, url, secret, webhook.CreatedAt);
    }

    /// <summary>Removes a webhook with its deliveries.</summary>
    /// <exception cref="RefusalException">The key has none of this id.</exception>
    public async Task RemoveAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (await Of(caller).Where(webhook => webhook.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
            throw Unknown(id);
    }

    /// <summary>Asks for a delivery that tells of nothing.</summary>
    /// <exception cref="RefusalException">The key has none of this id.</exception>
    public async Task<WebhookDelivery> TestAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await RequireAsync(id, caller, cancellationToken);
        var delivery = WebhookOutbox.Delivery(id, WebhookEvent.Test, change: null, time.GetUtcNow().UtcDateTime);
        db.WebhookDeliveries.Add(delivery);
        await db.SaveChangesAsync(cancellationToken);
        return delivery;
    }

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
