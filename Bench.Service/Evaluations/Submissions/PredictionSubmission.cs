using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Labels;
using Bench.Service.Log;
using Bench.Service.Models;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Turns predictions made elsewhere into an evaluation that waits to be scored: checked against the dataset, put into its image
/// order, stored in our own format.</summary>
public sealed class PredictionSubmission(
    BenchDb db,
    DatasetStore datasets,
    BlobWriter writer,
    Ledger ledger,
    AudienceRules audiences,
    WorkScheduler scheduler,
    TimeProvider time
)
{
    /// <returns>Id of the evaluation.</returns>
    /// <exception cref="RefusalException">The predictions do not fit the dataset; nothing has changed.</exception>
    public async Task<Guid> TakeAsync(
        Dataset dataset,
        PredictionsManifest manifest,
        ReceivedFile file,
        ReceivedFile? order,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        await audiences.CheckAsync(manifest.Sharing, caller, errors, cancellationToken);
        errors.ThrowIfAny("manifest-invalid", "The manifest", "Correct the fields and send it again.");
        var known = await KnownModelAsync(manifest, caller, cancellationToken);
        var target = await datasets.TargetAsync(dataset, cancellationToken);
        var read = await ReadAsync(manifest, file, order, target, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var model =
            known
            ?? new Model
            {
                Id = Guid.CreateVersion7(),
                Name = manifest.Name,
                OwnerKeyId = caller.KeyId,
                State = ModelState.PredictionsOnly,
                CreatedAt = now,
            }.Described(manifest.OfModel());
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            OwnerKeyId = caller.KeyId,
            Verified = false,
            Checks = [.. read.Checks],
            State = EvaluationState.Scoring,
            Total = dataset.ImageCount,
            Done = dataset.ImageCount,
            StartedAt = now,
            CreatedAt = now,
            RowsRoot = RowCommitment.Root(target.Manifest, read.Predictions),
        };
        // Dies before the commit: a blob under an id that no row has.
        evaluation.PredictionsBlob = await StoreAsync(evaluation.Id, read.Predictions, target, cancellationToken);
        var scoring = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.ScoreEvaluation,
            SubjectId = evaluation.Id,
            OwnerKeyId = caller.KeyId,
            CreatedAt = now,
        };
        using var turn = await ledger.TurnAsync(caller, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ledger.ReserveEvaluationsAsync(caller, [evaluation.Id], cancellationToken);
        if (known is null)
            db.Models.Add(model);
        db.Evaluations.Add(evaluation);
        db.AddSubmission(evaluation, modelSha256: null, dataset);
        db.Work.Add(scoring);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await scheduler.EnqueueAsync([scoring], cancellationToken);
        return evaluation.Id;
    }

    /// <exception cref="RefusalException">The manifest names a model that is not there, has a file of its own, or is another's.</exception>
    async Task<Model?> KnownModelAsync(PredictionsManifest manifest, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var id in ((Guid?[])[manifest.ModelId, manifest.ParentModelId]).OfType<Guid>())
            if (!await db.Models.AnyAsync(model => model.Id == id, cancellationToken))
                throw RefusalException.NotFound("model", "model-not-found", id.ToString(), "List the models with GET /api/v1/models.");
        if (manifest.ModelId is not { } wanted)
            return null;
        var known = await db.Models.AsNoTracking().SingleAsync(model => model.Id == wanted, cancellationToken);
        if (known.State != ModelState.PredictionsOnly)
            throw RefusalException.Conflict(
                "model-has-file",
                $"The model '{known.Name}' was uploaded; its predictions are made here.",
                "Evaluate it with POST /api/v1/evaluations, or submit without 'modelId'."
            );
        if (!caller.MayChange(known.OwnerKeyId))
            throw RefusalException.NotOwner(
                $"The model '{known.Name}' was submitted with another key.",
                "Submit without 'modelId' to make a model of your own."
            );
        return known;
    }

    static async Task<ReadSubmission> ReadAsync(
        PredictionsManifest manifest,
        ReceivedFile file,
        ReceivedFile? order,
        LabelTarget target,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await SubmissionReader.ReadAsync(
                new SubmissionFile
                {
                    Format = manifest.Format,
                    Path = file.Path,
                    OrderPath = order?.Path,
                    OutputKind = OutputKinds.Parse(manifest.OutputKind),
                    Target = target,
                },
                cancellationToken
            );
        }
        catch (SubmissionException error)
        {
            var message = SentName.In(
                error.Message.Replace(Path.GetFileName(file.Path), "the file", StringComparison.Ordinal),
                file.FileName
            );
            throw RefusalException.Invalid(
                error.Code,
                Sentence.Of(message, "logits", "logsumexp", "names", file.FileName),
                error.Code == SubmissionCodes.Invalid ? NextStep(manifest.Format, file) : NextStep(error.Code)
            );
        }
    }

    /// <summary>A file of another kind has a way of its own to what is wanted.</summary>
    static string NextStep(string format, ReceivedFile file) =>
        (format == SubmissionFormats.Csv ? ForeignForm.OfText(file.Path) : ForeignForm.OfFile(file.Path)) is { } kind
        && !(kind == ForeignKind.Array && format == SubmissionFormats.TopKNpy)
        && !(kind == ForeignKind.Arrays && format == SubmissionFormats.Npz)
        && (format == SubmissionFormats.Csv ? ForeignStep.ToTable(kind) : ForeignStep.ToArrays(kind)) is { } step
            ? step
            : NextStep(SubmissionCodes.Invalid);

    static string NextStep(string code) =>
        code switch
        {
            SubmissionCodes.ImageMissing or SubmissionCodes.ImageRepeated or SubmissionCodes.ImageUnknown =>
                "Give every image of the dataset one prediction, under the name that the dataset has for it.",
            SubmissionCodes.ClassUnknown =>
                "Give classes as indices or ids of the dataset's class space: GET /api/v1/datasets/{key} names it.",
            SubmissionCodes.ScaleWrong =>
                "Send what the format documents, or declare what the numbers are with 'outputKind' in the manifest.",
            SubmissionCodes.OrderMissing => "Send the part 'order': a JSON list or lines of image names, one a row.",
            _ => "Correct the file: docs/submit-predictions.md says what each format holds.",
        };

    Task<string> StoreAsync(
        Guid evaluation,
        Bench.Metrics.Predicted.Predictions predictions,
        LabelTarget target,
        CancellationToken cancellationToken
    ) =>
        writer.WriteAsync(
            path =>
            {
                StoredPredictions.Write(predictions, path, target.ManifestHash, target.Outputs.Key);
                return Task.CompletedTask;
            },
            sha256 => BlobKeys.Predictions(evaluation, attempt: 0, sha256),
            cancellationToken
        );
}
