using System.Globalization;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Audits;
using Bench.Data.Models;
using Bench.Data.Webhooks;
using Bench.Service.Audits;
using Bench.Service.Json;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Audits;

/// <summary>Tells a model's owner what came of a test of ownership: in the model's history, and by the owner's
/// webhooks. Nothing of the keys is in it but their number.</summary>
internal static class OwnershipNotice
{
    const string Type = "model.ownership";

    /// <summary>The caller saves, in the transaction that ends the audit.</summary>
    /// <param name="db">The caller's.</param>
    /// <param name="audit">With its result.</param>
    /// <param name="model">The model that was asked.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task AddAsync(BenchDb db, ModelAudit audit, Model model, DateTime now, CancellationToken cancellationToken)
    {
        var (spec, result) = (WorkJson.Read<TaggantSpec>(audit.Spec), WorkJson.Read<TaggantResult>(audit.Summary!));
        var (logP, detected) = (result.LogPValue(spec) / Math.Log(10), result.IsDetected(spec));
        db.ModelChanges.Add(
            new ModelChange
            {
                Id = Guid.CreateVersion7(),
                ModelId = model.Id,
                KeyId = audit.OwnerKeyId,
                Field = "ownershipTest",
                After = string.Create(
                    CultureInfo.InvariantCulture,
                    $"a data owner's {result.Keys} keys: {result.Hits} among the best {spec.TopK} classes, log10 p = {logP:0.00} "
                        + $"({(detected ? "detected" : "not detected")})"
                ),
                ChangedAt = now,
            }
        );
        var live = db.Keys.Live(now);
        var webhooks = await db
            .Webhooks.Where(webhook => webhook.ApiKeyId == model.OwnerKeyId && live.Any(key => key.Id == webhook.ApiKeyId))
            .Select(webhook => webhook.Id)
            .ToListAsync(cancellationToken);
        var body = JsonSerializer.Serialize(
            new
            {
                type = Type,
                timestamp = now,
                data = new
                {
                    auditId = audit.Id,
                    modelId = model.Id,
                    keys = result.Keys,
                    hits = result.Hits,
                    topK = spec.TopK,
                    log10PValue = logP,
                    detected,
                    link = $"/api/v1/audits/{audit.Id}",
                },
            },
            BenchJson.Options
        );
        db.WebhookDeliveries.AddRange(
            webhooks.Select(webhook => new WebhookDelivery
            {
                Id = Guid.CreateVersion7(),
                WebhookId = webhook,
                Type = Type,
                Body = body,
                NextAttemptAt = now,
                CreatedAt = now,
            })
        );
    }
}
