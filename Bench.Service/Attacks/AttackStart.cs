using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Start;
using Bench.Service.Models;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Attacks;

/// <summary>Starts attacks and stops them.</summary>
public sealed class AttackStart(BenchDb db, Ledger ledger, WorkQueue queue, WorkScheduler scheduler, TimeProvider time)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Remembers an attack and has it done. The same attack that waits, runs or has completed is answered instead of being done
    /// twice. It counts among the caller's evaluations.</summary>
    /// <exception cref="RefusalException">The model cannot be attacked so; nothing has changed.</exception>
    public async Task<Attack> StartAsync(AttackRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var model = await db.FindRunnableModelAsync(request.ModelId, cancellationToken);
        model.RequireLogits("attack-unsupported", "attacks are made on class scores");
        var dataset = await db.FindRunnableDatasetAsync(request.Dataset, model, cancellationToken);
        HiddenAnswers.RequireAllOpen(dataset, Now);
        var spec = request.Settle(dataset);
        var attack = new Attack
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            OwnerKeyId = caller.KeyId,
            Spec = WorkJson.Write(spec),
            Preprocessing = model.Preprocessing ?? PreprocessingJson.Write(Preprocessing.Default),
            Total = Math.Min(spec.Images, dataset.ImageCount),
            CreatedAt = Now,
        };
        return await StoreAsync(attack, caller, cancellationToken);
    }

    /// <exception cref="RefusalException">There is no such attack, it is another key's, or it has ended.</exception>
    public async Task CancelAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var attack = await db.FindAttackAsync(id, cancellationToken);
        if (!caller.MayChange(attack.OwnerKeyId))
            throw RefusalException.NotOwner("The attack was started with another key.", "Use the key that started it, or ask an operator.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.EndAttackAsync(id, EvaluationState.Cancelled, failure: null, Now, cancellationToken) == 0)
            throw RefusalException.Conflict(
                "attack-ended",
                $"The attack has ended already ({attack.State.ToString().ToLowerInvariant()}).",
                "There is nothing to cancel."
            );
        await queue.CancelAsync(id, cancellationToken);
        // What no device has worked on yet costs nothing.
        if (attack.State == EvaluationState.Queued)
            await db.RefundAsync(id, Now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    async Task<Attack> StoreAsync(Attack attack, Caller caller, CancellationToken cancellationToken)
    {
        var item = FirstSlice(attack);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Takes the model's row, so that two requests for the same attack come one after the other.
            await db.Models.Where(model => model.Id == attack.ModelId).HoldAsync(cancellationToken);
            var known = await db
                .Attacks.AsNoTracking()
                .Where(other =>
                    other.ModelId == attack.ModelId
                    && other.DatasetId == attack.DatasetId
                    && other.Spec == attack.Spec
                    && other.Preprocessing == attack.Preprocessing
                    && other.State != EvaluationState.Failed
                    && other.State != EvaluationState.Cancelled
                )
                .FirstOrDefaultAsync(cancellationToken);
            if (known is not null)
                return known;
            await ledger.ReserveEvaluationsAsync(caller, [attack.Id], cancellationToken);
            db.Attacks.Add(attack);
            db.Work.Add(item);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds the slice without a job.
        await scheduler.EnqueueAsync([item], cancellationToken);
        return attack;
    }

    static WorkItem FirstSlice(Attack attack) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunAttack,
            SubjectId = attack.Id,
            CreatedAt = attack.CreatedAt,
        };
}
