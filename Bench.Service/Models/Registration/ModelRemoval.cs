using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Inquiries;
using Bench.Service.Labels.Registry;
using Bench.Service.Log;
using Bench.Service.Readers;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Models.Registration;

/// <summary>Removes a model with its evaluations and predictions, and keeps who did it, when and why.</summary>
public sealed class ModelRemoval(
    BenchDb db,
    UnreadBlobs leftovers,
    DatasetBoxes boxes,
    Sights sights,
    Counterparts counterparts,
    WorkScheduler scheduler,
    TimeProvider time
)
{
    const int MostReason = 500;

    /// <param name="model">The entry.</param>
    /// <param name="caller">Who removes it.</param>
    /// <param name="reason">Why, in the caller's words; null or blank where nothing is said.</param>
    /// <param name="cancellationToken">Stops it before anything has changed.</param>
    /// <exception cref="RefusalException">The reason is too long.</exception>
    /// <remarks>What goes with the model is removed whether or not its owner may still see it. Rows first, in one
    /// transaction; dying after it leaves unread blobs, which waste disk space and change no result. A worker that still runs one of the
    /// evaluations loses its lease. Models that were made from it are scored again: what compares them with it goes off the
    /// board.</remarks>
    public async Task RemoveAsync(Model model, Caller caller, string? reason, CancellationToken cancellationToken)
    {
        var said = Checked(reason);
        List<string> unread;
        List<(Guid Dataset, string Hash)> held;
        List<WorkItem> rescoring;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await db.Models.Where(candidate => candidate.Id == model.Id).HoldAsync(cancellationToken);
            await db.Evaluations.IgnoreQueryFilters().Where(evaluation => evaluation.ModelId == model.Id).HoldAsync(cancellationToken);
            var evaluations = await db
                .Evaluations.IgnoreQueryFilters()
                .Where(evaluation => evaluation.ModelId == model.Id)
                .Select(evaluation => new { evaluation.Id, evaluation.PredictionsBlob })
                .ToListAsync(cancellationToken);
            var subjects = evaluations.ConvertAll(evaluation => evaluation.Id);
            var asked = await db.ContentsAsync(
                db.Inquiries.IgnoreQueryFilters()
                    .Where(inquiry =>
                        inquiry.ModelId == model.Id
                        || (
                            inquiry is ModelAudit
                            && ((ModelAudit)inquiry).EvaluationId != null
                            && subjects.Contains(((ModelAudit)inquiry).EvaluationId!.Value)
                        )
                    ),
                cancellationToken
            );
            held = asked.Boxes;
            var parts = await db
                .Work.Where(item => subjects.Contains(item.SubjectId) && item.Result != null)
                .Select(item => item.Result!)
                .ToListAsync(cancellationToken);
            unread =
            [
                .. evaluations
                    .Where(evaluation => evaluation.PredictionsBlob is not null)
                    .Select(evaluation => evaluation.PredictionsBlob!),
                .. parts,
                .. asked.Blobs,
            ];
            await db
                .Work.Where(item => subjects.Contains(item.SubjectId) || asked.Ids.Contains(item.SubjectId) || item.SubjectId == model.Id)
                .ExecuteDeleteAsync(cancellationToken);
            var datasets = db.Evaluations.Where(evaluation => evaluation.ModelId == model.Id).Select(evaluation => evaluation.DatasetId);
            var boards = await db
                .LabelSets.IgnoreQueryFilters()
                .Where(set => datasets.Contains(set.DatasetId))
                .Select(set => set.Id)
                .ToListAsync(cancellationToken);
            var now = time.GetUtcNow().UtcDateTime;
            var strangers = await sights.OfAsync(caller: null, cancellationToken);
            await db.AddRetractionsAsync(
                subjects,
                strangers,
                $"the model '{model.Name}' was deleted{(said is null ? "" : $": {said}")}",
                now,
                cancellationToken,
                entry: model.Id
            );
            // Nobody would know any longer who may read of an entry that was not public.
            if (!strangers.HiddenModels.Contains(model.Id))
                db.RetractedModels.Add(
                    new RetractedModel
                    {
                        Id = model.Id,
                        Name = model.Name,
                        Owner = await db
                            .Keys.Where(key => key.Id == model.OwnerKeyId)
                            .Select(key => key.Name)
                            .FirstOrDefaultAsync(cancellationToken),
                        SubmittedAt = model.CreatedAt,
                        RetractedBy = caller.Name,
                        RetractedAt = now,
                        Reason = said,
                        Evaluations = [.. subjects.Order()],
                    }
                );
            rescoring = await counterparts.RescoringOfChildrenAsync(model.Id, cancellationToken);
            db.Work.AddRange(rescoring);
            await db.SaveChangesAsync(cancellationToken);
            await db.Models.Where(candidate => candidate.Id == model.Id).ExecuteDeleteAsync(cancellationToken);
            await db.AdvanceRevisionsAsync(boards, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds the rescoring without jobs.
        await scheduler.EnqueueAsync(rescoring, CancellationToken.None);
        await leftovers.DeleteAsync(unread);
        foreach (var (dataset, hash) in held)
            await boxes.CollectAsync(dataset, hash, CancellationToken.None);
        if (model.Sha256 is { } sha256)
            await leftovers.DeleteModelAsync(sha256, model.Blob!);
    }

    static string? Checked(string? reason) =>
        reason?.Trim() is not { Length: > 0 } said ? null
        : said.Length <= MostReason ? said
        : throw RefusalException.Invalid(
            "reason-invalid",
            $"The reason has {Counted.Of(said.Length, "character")}; at most {MostReason} are kept.",
            "Say it in fewer words."
        );
}
