using System.Text.Json;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Evaluations;
using Bench.Data.Webhooks;
using Bench.Service.Access;
using Bench.Service.Json;
using Bench.Service.Readers;
using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Webhooks;

/// <summary>Turns changes of evaluations into deliveries, and deliveries that are due into jobs.</summary>
internal sealed class WebhookOutbox(BenchDb db, Sights sights, IBackgroundJobClient jobs, WebhookOptions options, TimeProvider time)
{
    const int Batch = 200;
    const int BatchOfOne = 50;

    static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    DateTime Now => time.GetUtcNow().UtcDateTime;

    public static WebhookDelivery Delivery(Guid webhook, string type, EvaluationChange? change, DateTime now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            WebhookId = webhook,
            Type = type,
            Body = JsonSerializer.Serialize(new WebhookEvent(type, now, change), BenchJson.Options),
            NextAttemptAt = now,
            CreatedAt = now,
        };

    /// <summary>Makes a delivery of each change of state that has not been told, for each webhook of the evaluation's
    /// key.</summary>
    /// <remarks>A change is found by its revision, so the code that made it knows nothing of webhooks. Dies before a
    /// commit: the next sweep finds the same change.</remarks>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        var listening = await db
            .Webhooks.AsNoTracking()
            .Join(
                db.Keys.Live(Now),
                webhook => webhook.ApiKeyId,
                key => key.Id,
                (webhook, key) => new { webhook.Id, Caller = new Caller(key.Id, key.Name, key.Role) }
            )
            .ToListAsync(cancellationToken);
        if (listening.Count == 0)
            return;
        Guid?[] owners = [.. listening.Select(webhook => (Guid?)webhook.Caller.KeyId).Distinct()];
        var changed = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => owners.Contains(evaluation.OwnerKeyId) && evaluation.Revision > evaluation.AnnouncedRevision)
            .OrderBy(evaluation => evaluation.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var own in changed.GroupBy(evaluation => evaluation.OwnerKeyId))
        {
            var theirs = listening.FindAll(webhook => webhook.Caller.KeyId == own.Key);
            // A receiver that may not see it any more is not told of it.
            var sight = await sights.OfAsync(theirs[0].Caller, cancellationToken);
            foreach (var evaluation in own)
                await AnnounceAsync(
                    evaluation,
                    sight.Hides(evaluation.DatasetId, evaluation.ModelId) ? [] : [.. theirs.Select(webhook => webhook.Id)],
                    cancellationToken
                );
        }
    }

    async Task AnnounceAsync(Evaluation evaluation, Guid[] webhooks, CancellationToken cancellationToken)
    {
        var (now, standing) = (Now, $"{evaluation.State}#{evaluation.Attempt}");
        // Planned and waiting for a device, it is queued again, as it was before it was looked at: no news.
        if (
            evaluation.State == EvaluationState.Queued
            && evaluation.Announced?.EndsWith($"#{evaluation.Attempt}", StringComparison.Ordinal) == true
        )
            standing = evaluation.Announced;
        var dataset = await db
            .Datasets.Where(candidate => candidate.Id == evaluation.DatasetId)
            .Select(candidate => candidate.Key)
            .SingleOrDefaultAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Of two replicas that see the same change, one tells it.
        var mine = await db
            .Evaluations.Where(candidate => candidate.Id == evaluation.Id && candidate.AnnouncedRevision == evaluation.AnnouncedRevision)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(candidate => candidate.AnnouncedRevision, evaluation.Revision)
                        .SetProperty(candidate => candidate.Announced, standing),
                cancellationToken
            );
        if (mine == 0 || dataset is null)
            return;
        if (standing != evaluation.Announced)
        {
            var change = new EvaluationChange(
                evaluation.Id,
                evaluation.ModelId,
                dataset,
                evaluation.State,
                evaluation.Attempt,
                evaluation.Revision,
                evaluation.Failure,
                $"/api/v1/evaluations/{evaluation.Id}"
            );
            db.WebhookDeliveries.AddRange(webhooks.Select(webhook => Delivery(webhook, WebhookEvent.StateChanged, change, now)));
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Hands what is due to Hangfire.</summary>
    public async Task EnqueueDueAsync(CancellationToken cancellationToken)
    {
        var now = Now;
        var waiting = db.WebhookDeliveries.Where(delivery => delivery.State == DeliveryState.Pending && delivery.NextAttemptAt <= now);
        // Some of each webhook: a line of all would be as long as the longest of them.
        var due = await db
            .Webhooks.Where(webhook => waiting.Any(delivery => delivery.WebhookId == webhook.Id))
            .SelectMany(webhook =>
                waiting
                    .Where(delivery => delivery.WebhookId == webhook.Id)
                    .OrderBy(delivery => delivery.NextAttemptAt)
                    .Select(delivery => new { delivery.Id, delivery.NextAttemptAt })
                    .Take(BatchOfOne)
            )
            .ToListAsync(cancellationToken);
        foreach (var delivery in due)
        {
            // One replica gives the job out; if the job is lost, the delivery is due again after this time.
            var giveUpAt = now + (options.Timeout * 2) + TimeSpan.FromMinutes(1);
            var mine = await db
                .WebhookDeliveries.Where(candidate =>
                    candidate.Id == delivery.Id
                    && candidate.NextAttemptAt == delivery.NextAttemptAt
                    && candidate.State == DeliveryState.Pending
                )
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.NextAttemptAt, giveUpAt), cancellationToken);
            if (mine == 1)
                jobs.Create<WebhookSender>(
                    sender => sender.SendAsync(delivery.Id, CancellationToken.None),
                    new EnqueuedState(WebhookSender.Queue)
                );
        }
    }

    /// <summary>The log is not kept for ever.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        var before = Now - KeptFor;
        return db
            .WebhookDeliveries.Where(delivery => delivery.CreatedAt < before && delivery.State != DeliveryState.Pending)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
