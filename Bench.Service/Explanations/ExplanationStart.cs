using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Explanations;
using Bench.Data.Work;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Attacks;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Start;
using Bench.Service.Models;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Explanations;

/// <summary>Starts explanations.</summary>
public sealed class ExplanationStart(BenchDb db, DatasetStore datasets, Ledger ledger, WorkScheduler scheduler, TimeProvider time)
{
    /// <summary>Remembers one explanation for each model and has them made. The same explanation that waits, runs or has completed is
    /// answered instead of being made twice. Each counts among the caller's evaluations.</summary>
    /// <exception cref="RefusalException">A model cannot be explained so; nothing has changed.</exception>
    public async Task<IReadOnlyList<Guid>> StartAsync(ExplanationRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(request.Dataset, cancellationToken);
        var spec = request.Settle(request.Image is { } image ? await datasets.FindImageAsync(dataset, image, cancellationToken) : null);
        var wanted = new List<Explanation>();
        foreach (var id in request.ModelIds)
        {
            var model = await db.FindRunnableModelAsync(id, cancellationToken);
            model.RequireLogits("explanation-unsupported", "explanations are made of class scores");
            await db.RequireRunnableAsync(dataset, model, cancellationToken);
            wanted.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    ModelId = model.Id,
                    DatasetId = dataset.Id,
                    OwnerKeyId = caller.KeyId,
                    Image = spec.Image,
                    Spec = WorkJson.Write(spec),
                    Preprocessing = model.Preprocessing ?? PreprocessingJson.Write(Preprocessing.Default),
                    CreatedAt = time.GetUtcNow().UtcDateTime,
                }
            );
        }
        return await StoreAsync(wanted, caller, cancellationToken);
    }

    async Task<IReadOnlyList<Guid>> StoreAsync(List<Explanation> wanted, Caller caller, CancellationToken cancellationToken)
    {
        var (ids, items) = (new List<Guid>(), new List<WorkItem>());
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Takes the models' rows, always in the same order, so that two requests for the same explanation come one after the other.
            foreach (var model in wanted.Select(each => each.ModelId).Order())
                await db.Models.Where(candidate => candidate.Id == model).HoldAsync(cancellationToken);
            foreach (var explanation in wanted)
            {
                if (await KnownAsync(explanation, cancellationToken) is { } known)
                {
                    ids.Add(known);
                    continue;
                }
                ids.Add(explanation.Id);
                items.Add(
                    new()
                    {
                        Id = Guid.CreateVersion7(),
                        Kind = WorkKind.RunExplanation,
                        SubjectId = explanation.Id,
                        CreatedAt = explanation.CreatedAt,
                    }
                );
                db.Explanations.Add(explanation);
            }
            await ledger.ReserveEvaluationsAsync(caller, [.. items.Select(item => item.SubjectId)], cancellationToken);
            db.Work.AddRange(items);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds the items without jobs.
        await scheduler.EnqueueAsync(items, cancellationToken);
        return ids;
    }

    Task<Guid?> KnownAsync(Explanation explanation, CancellationToken cancellationToken) =>
        db
            .Explanations.Where(other =>
                other.ModelId == explanation.ModelId
                && other.DatasetId == explanation.DatasetId
                && other.Spec == explanation.Spec
                && other.Preprocessing == explanation.Preprocessing
                && other.State != EvaluationState.Failed
            )
            .Select(other => (Guid?)other.Id)
            .FirstOrDefaultAsync(cancellationToken);
}
