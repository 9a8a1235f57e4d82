using Bench.Api.Evaluations;
using Bench.Api.Inquiries;
using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Data.Predictions;
using Bench.Service.Access;
using Bench.Service.Audits;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Submissions;
using Bench.Service.Log;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Audits;

/// <summary>Spot checks and tests of ownership as the API and the pages show them.</summary>
internal sealed class ModelAuditReader(BenchDb db, IBlobStore blobs, DatasetStore datasets, LogKey key, PredictionSeat seat)
{
    /// <summary>One audit. A test of ownership is shown to who asked for it, to the model's owner and to
    /// operators.</summary>
    /// <exception cref="RefusalException">There is no such audit, for this caller.</exception>
    public async Task<ModelAuditView> ViewAsync(Guid id, Caller? caller, CancellationToken cancellationToken)
    {
        var named = await db.NamedAsync<ModelAudit>(id, cancellationToken);
        if (named.Inquiry.Kind == ModelAuditKind.SpotCheck)
            return View(named, ownership: null);
        var model = await db.Models.AsNoTracking().SingleAsync(known => known.Id == named.Inquiry.ModelId, cancellationToken);
        if (!MaySee(caller, named.Inquiry, model))
            throw RefusalException.NotFound("audit", "audit-not-found", id.ToString(), "Use the key that started it.");
        return View(named, Ownership(named.Inquiry, model.Sha256));
    }

    /// <summary>All spot checks of submitted predictions, newest first.</summary>
    public async Task<IReadOnlyList<ModelAuditView>> SpotChecksAsync(Guid evaluation, CancellationToken cancellationToken) =>
        (await db.NamedAsync(db.ModelAudits.Where(audit => audit.EvaluationId == evaluation), cancellationToken)).ConvertAll(named =>
            View(named, ownership: null)
        );

    /// <summary>Audits of a model, newest first: spot checks that ran it or of predictions that were submitted under
    /// its name, and those tests of ownership that the caller may see.</summary>
    public async Task<IReadOnlyList<ModelAuditView>> OfModelAsync(Guid id, Caller? caller, CancellationToken cancellationToken)
    {
        var model = await db.Models.AsNoTracking().SingleAsync(known => known.Id == id, cancellationToken);
        var own = db.Evaluations.Where(evaluation => evaluation.ModelId == id).Select(evaluation => (Guid?)evaluation.Id);
        var found = await db.NamedAsync(
            db.ModelAudits.Where(audit => audit.ModelId == id || own.Contains(audit.EvaluationId)),
            cancellationToken
        );
        return
        [
            .. found
                .Where(named => named.Inquiry.Kind == ModelAuditKind.SpotCheck || MaySee(caller, named.Inquiry, model))
                .Select(named =>
                    View(named, named.Inquiry.Kind == ModelAuditKind.Taggants ? Ownership(named.Inquiry, model.Sha256) : null)
                ),
        ];
    }

    static bool MaySee(Caller? caller, ModelAudit audit, Model model) =>
        caller?.MayChange(audit.OwnerKeyId) == true || caller?.MayChange(model.OwnerKeyId) == true;

    /// <summary>One submitted row with its way to the root.</summary>
    /// <exception cref="RefusalException">There is no such evaluation or row, or it has no submitted rows.</exception>
    public async Task<OpenedRow> RowAsync(Guid id, int row, CancellationToken cancellationToken)
    {
        var evaluation =
            await db.Evaluations.AsNoTracking().SingleOrDefaultAsync(known => known.Id == id, cancellationToken)
            ?? throw EvaluationQueries.Unknown(id);
        if (evaluation is not { RowsRoot: { } root, PredictionsBlob: { } blob })
            throw RefusalException.Conflict(
                "rows-not-committed",
                "The evaluation has no submitted rows: the service made its predictions, or does not keep them.",
                "Read its predictions: GET /api/v1/evaluations/{id}/predictions."
            );
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(known => known.Id == evaluation.DatasetId, cancellationToken);
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        if (row < 0 || row >= manifest.Count)
            throw RefusalException.NotFound("row", "row-not-found", $"{row}", $"Rows are counted from 0 to {manifest.Count - 1}.");
        await seat.TakeAsync(cancellationToken);
        var predictions = PredictionFile.Read(await blobs.FetchAsync(blob, cancellationToken)).ToPredictions();
        var tree = RowCommitment.Tree(manifest, predictions);
        return new(
            RowCommitment.Row(manifest.Images[row].Path, predictions, row),
            row,
            manifest.Count,
            tree.InclusionPath(row, tree.Size).ConvertAll(Convert.ToHexStringLower),
            root
        );
    }

    ModelAuditView View(NamedInquiry<ModelAudit> named, OwnershipView? ownership)
    {
        var audit = named.Inquiry;
        return new(
            audit.Id,
            audit.ModelId,
            named.Model,
            named.Dataset,
            audit.State,
            audit.Kind == ModelAuditKind.SpotCheck ? SpotCheck(audit) : null,
            ownership,
            audit.Failure,
            audit.CreatedAt,
            audit.FinishedAt
        );
    }

    SpotCheckView SpotCheck(ModelAudit audit)
    {
        var spec = WorkJson.Read<SpotCheckSpec>(audit.Spec);
        var result = audit.Summary is { } json ? WorkJson.Read<SpotCheckResult>(json) : null;
        return new(
            audit.EvaluationId!.Value,
            spec.Seed,
            spec.RowsRoot,
            spec.Images,
            result,
            result?.Sentence,
            result?.MostFalse,
            spec.Signature is { } signature
                ? new(SpotCheckSpec.Text(spec.RowsRoot, spec.ModelSha256), signature, Convert.ToHexStringLower(key.Signer.PublicKey))
                : null,
            spec.EarlierChecks
        );
    }

    OwnershipView Ownership(ModelAudit audit, string? sha256)
    {
        var spec = WorkJson.Read<TaggantSpec>(audit.Spec);
        if (audit.Summary is null)
            return new(spec.Keys, spec.TopK, spec.Level, spec.Commitment, null, null, null, null, spec.EarlierTests);
        var result = WorkJson.Read<TaggantResult>(audit.Summary);
        var text = result.Certificate(audit.Id, sha256, spec, audit.FinishedAt!.Value);
        return new(
            result.Keys,
            spec.TopK,
            spec.Level,
            spec.Commitment,
            result.Hits,
            Finite(result.LogPValue(spec) / Math.Log(10)),
            result.IsDetected(spec),
            new SignedText(text, Convert.ToHexStringLower(key.Signer.Sign(text)), Convert.ToHexStringLower(key.Signer.PublicKey)),
            spec.EarlierTests
        );
    }
}
