using System.Collections.Immutable;
using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Data.Work;
using Bench.Imaging.Crops;
using Bench.Service.Audits;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Submissions;
using Bench.Service.Labels.Registry;
using Bench.Service.Models;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Inquiries;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Audits;

/// <summary>Asks a model about the pictures of an audit and writes down what follows.</summary>
internal sealed class RunAuditHandler(
    InquiryWalk walk,
    BenchDb db,
    IBlobStore blobs,
    DatasetStore datasets,
    ModelStore models,
    AuditRunner runner,
    BenchOptions bench,
    TimeProvider time
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.RunAudit;

    public TimeSpan TimeLimit => walk.TimeLimit;

    public string AfterDeadline => IWorkHandler.FasterModel;

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        string? secret = null;
        await walk.RunAsync<ModelAudit>(
            lease,
            audit => AskAsync(audit, cancellationToken),
            async audit =>
            {
                await SettleAsync(audit, cancellationToken);
                secret = audit.SecretBlob;
            },
            cancellationToken
        );
        // Dies here: the keys stay in the store, and no row names them any more.
        if (secret is not null)
            await blobs.DeleteAsync(secret, CancellationToken.None);
    }

    /// <remarks>Keys are wiped whether they were of use or not.</remarks>
    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        await walk.FailAsync(lease, failure, cancellationToken);
        var own = db.ModelAudits.Where(audit => audit.Id == lease.SubjectId);
        if (await own.Select(audit => audit.SecretBlob).SingleOrDefaultAsync(cancellationToken) is { } secret)
            await blobs.DeleteAsync(secret, cancellationToken);
        await own.ExecuteUpdateAsync(set => set.SetProperty(audit => audit.SecretBlob, (string?)null), cancellationToken);
    }

    async Task<string?> AskAsync(ModelAudit audit, CancellationToken cancellationToken)
    {
        var model = await db.Models.AsNoTracking().SingleAsync(candidate => candidate.Id == audit.ModelId, cancellationToken);
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == audit.DatasetId, cancellationToken);
        var file = await models.FetchAsync(model, cancellationToken);
        audit.Summary =
            audit.Kind == ModelAuditKind.SpotCheck
                ? await SpotCheckAsync(audit, model, file, dataset, cancellationToken)
                : await TestAsync(audit, model, file, dataset, cancellationToken);
        audit.Done = audit.Total;
        return null;
    }

    async Task SettleAsync(ModelAudit audit, CancellationToken cancellationToken)
    {
        await db
            .ModelAudits.Where(candidate => candidate.Id == audit.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.SecretBlob, (string?)null), cancellationToken);
        if (audit.Kind == ModelAuditKind.Taggants)
        {
            var model = await db.Models.AsNoTracking().SingleAsync(candidate => candidate.Id == audit.ModelId, cancellationToken);
            await OwnershipNotice.AddAsync(db, audit, model, time.GetUtcNow().UtcDateTime, cancellationToken);
        }
        if (audit.EvaluationId is { } checkedId)
            await MarkAsync(checkedId, cancellationToken);
        var boards = await db
            .Scorings.Where(scoring => scoring.EvaluationId == audit.EvaluationId)
            .Select(scoring => scoring.LabelSetId)
            .ToListAsync(cancellationToken);
        await db.AdvanceRevisionsAsync(boards, cancellationToken);
    }

    /// <summary>Lets the evaluation say what came of all its spot checks.</summary>
    async Task MarkAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await db.SpotChecksAsync(
            db.Evaluations.Where(evaluation => evaluation.Id == id).Select(evaluation => evaluation.Id),
            cancellationToken
        );
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == id, cancellationToken);
        evaluation.Checks =
        [
            .. evaluation.Checks.Where(check => check.Code is not (CheckCodes.SpotChecked or CheckCodes.SpotCheckFailed)),
            found[id].ToCheck(),
        ];
        evaluation.Revision++;
        await db.SaveChangesAsync(cancellationToken);
    }

    async Task<string> SpotCheckAsync(ModelAudit audit, Model model, ModelFile file, Dataset dataset, CancellationToken cancellationToken)
    {
        var spec = WorkJson.Read<SpotCheckSpec>(audit.Spec);
        var blob = await db
            .Evaluations.Where(evaluation => evaluation.Id == audit.EvaluationId)
            .Select(evaluation => evaluation.PredictionsBlob)
            .SingleAsync(cancellationToken);
        var manifest = await datasets.RunnableManifestAsync(dataset, cancellationToken);
        var submitted = blob is null ? null : PredictionFile.Read(await blobs.FetchAsync(blob, cancellationToken)).ToPredictions();
        if (submitted is null || RowCommitment.Root(manifest, submitted) != spec.RowsRoot)
            throw new FailureException(
                "rows-changed",
                "The stored rows are not those that were committed to, or are not stored any more.",
                "Submit the predictions again."
            );
        var images = spec.Choose(manifest.Count);
        try
        {
            var root = datasets.RunnableRoot(dataset);
            var logits = await runner.LogitsAsync(audit, model, file, dataset, manifest, root, images, once: false, cancellationToken);
            var found = SpotCheckComparison.Of(submitted, manifest, images, logits);
            if (found.Images == 0)
                throw new FailureException(
                    "image-undecodable",
                    $"None of the {Counted.Of(images.Count, "picture")} that were drawn can be decoded, so no row was checked.",
                    "Ask the operator to mend the dataset."
                );
            return WorkJson.Write(found with { EarlierChecks = spec.EarlierChecks });
        }
        catch (ImageChangedException error)
        {
            throw DamageException.Picture(dataset.Key, error.Name);
        }
    }

    async Task<string> TestAsync(ModelAudit audit, Model model, ModelFile file, Dataset dataset, CancellationToken cancellationToken)
    {
        var (spec, classes) = (WorkJson.Read<TaggantSpec>(audit.Spec), await datasets.OutputsAsync(dataset, cancellationToken));
        using var folder = ScratchFolder.Create(bench);
        var zip = await blobs.FetchAsync(audit.SecretBlob!, cancellationToken);
        var keys = TaggantKeys.Read(zip, classes, folder.Path);
        blobs.Forget(audit.SecretBlob!);
        var of = await datasets.ManifestAsync(dataset, cancellationToken);
        var manifest = new DatasetManifest
        {
            Layout = of.Layout,
            Variant = of.Variant,
            ClassSpaceKey = of.ClassSpaceKey,
            ClassSpaceHash = of.ClassSpaceHash,
            ClassCount = of.ClassCount,
            Images = [.. keys.Select(key => new ManifestImage(key.File, 0, default, ImmutableArray<ushort>.Empty, FacetSet.None))],
        };
        var logits = await runner.LogitsAsync(
            audit,
            model,
            file,
            dataset,
            manifest,
            folder.Path,
            [.. Enumerable.Range(0, keys.Count)],
            // A picture that is there twice, however it is stored, is one draw of a label.
            once: true,
            cancellationToken
        );
        var found = TaggantCount.Of(logits, [.. keys.Select(key => key.Class)], spec.TopK, of.ClassCount);
        // "Not detected" would be said of a model that was asked nothing.
        return found.Keys > 0
            ? WorkJson.Write(found)
            : throw new FailureException(
                "keys-invalid",
                "No picture of the keys can be decoded, so the model was asked about none.",
                "Send pictures as JPEG, PNG or WebP files."
            );
    }
}
