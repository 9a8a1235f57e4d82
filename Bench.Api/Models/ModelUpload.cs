using Bench.Api.Http;
using Bench.Api.Uploads;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Models;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Models;

/// <summary>Takes a model in: receive, check, admit, store, and only then a row. A refusal anywhere before leaves nothing behind.</summary>
internal sealed class ModelUpload(
    BenchDb db,
    IBlobStore blobs,
    FormReceiver receiver,
    FinishedUploads uploads,
    ModelManifestReader manifests,
    ModelAdmission admission,
    ModelMending mending,
    WorkScheduler scheduler,
    BenchOptions options,
    TimeProvider time
)
{
    /// <summary>What the form of a model may hold.</summary>
    public FormLimits Limits => new(options.MaxModelBytes, "model-too-large", "file");

    /// <returns>The entry, and what of it was new: the same bytes by the same owner under the same contract are the same entry.</returns>
    public async Task<UploadedModel> TakeAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        using var form = await receiver.ReceiveAsync(request, Limits, cancellationToken);
        return await TakeAsync(form, form.Field("manifest"), caller, cancellationToken);
    }

    /// <inheritdoc cref="TakeAsync(HttpRequest, Caller, CancellationToken)"/>
    public async Task<UploadedModel> TakeAsync(ReceivedForm form, string? manifestJson, Caller caller, CancellationToken cancellationToken)
    {
        var manifest = await manifests.ReadAsync(manifestJson, cancellationToken);
        var uploadId = manifest.Manifest.UploadId ?? UploadId(form.Field("uploadId"));
        if (form.File("file") is not null && uploadId is not null)
            throw Form("The form carries a file and an uploadId; one of the two is wanted.");
        var file =
            form.File("file") ?? await uploads.OpenAsync(uploadId ?? throw Form("The form has no part 'file'."), caller, cancellationToken);

        var contract = ModelEntry.ContractHash(manifest.Identity, manifest.Contract.ToJson());
        if (await FindAsync(file.Sha256, caller, contract, cancellationToken) is { } known)
        {
            await mending.RunAsync(known, file, cancellationToken);
            await uploads.RemoveAsync(uploadId, cancellationToken);
            return new UploadedModel(known, ModelSubmission.Known(known, manifest.Manifest));
        }
        var newFile = !await db.Models.AnyAsync(model => model.Sha256 == file.Sha256, cancellationToken);
        var admitted = await admission.AdmitAsync(file, manifest.Contract.Embedding, cancellationToken);
        var model = Row(manifest, file, admitted, caller);
        // Dies after this: a blob named by its hash, which the next upload of the same bytes uses.
        await blobs.PutAsync(BlobKeys.Model(file.Sha256, admitted.IsArchive), file.Path, cancellationToken);
        await db.Damages.Where(damage => damage.Subject == model.Blob).ExecuteDeleteAsync(cancellationToken);
        var isNew = await AddAsync(model, cancellationToken);
        await uploads.RemoveAsync(uploadId, cancellationToken);
        if (isNew)
            return new UploadedModel(model, ModelSubmission.New(newFile));
        // The same key sent the same bytes and contract at the same time, and that request was first.
        var first = (await FindAsync(file.Sha256, caller, contract, cancellationToken))!;
        return new UploadedModel(first, ModelSubmission.Known(first, manifest.Manifest));
    }

    Task<Model?> FindAsync(string sha256, Caller caller, string contract, CancellationToken cancellationToken) =>
        db
            .Models.AsNoTracking()
            .SingleOrDefaultAsync(
                model => model.Sha256 == sha256 && model.OwnerKeyId == caller.KeyId && model.ContractHash == contract,
                cancellationToken
            );

    Model Row(CheckedManifest manifest, ReceivedFile file, AdmittedModel admitted, Caller caller)
    {
        var (preprocessing, size) = manifest.Preprocessing is { } declared
            ? TimmTestSize.Settle(declared, admitted.Graph.Input.Height, admitted.Graph.Input.Width)
            : (null, null);
        return new Model
        {
            Id = Guid.CreateVersion7(),
            Sha256 = file.Sha256,
            FileSize = file.Length,
            FileName = admitted.IsArchive ? $"{Path.GetFileNameWithoutExtension(file.FileName)}.zip" : file.FileName,
            Name = manifest.Manifest.Name.Trim(),
            Description = manifest.Manifest.Description,
            Architecture = manifest.Manifest.Architecture,
            TrainingData = manifest.Manifest.TrainingData,
            License = manifest.Manifest.License,
            Url = manifest.Manifest.Url,
            ParentModelId = manifest.Manifest.ParentModelId,
            Preprocessing = preprocessing is null ? null : PreprocessingJson.Write(preprocessing),
            Checks = [.. new[] { size, Choice(manifest, admitted) }.OfType<Check>()],
            Contract = manifest.Contract.ToJson(),
            ContractHash = ModelEntry.ContractHash(manifest.Identity, manifest.Contract.ToJson()),
            OwnerKeyId = caller.KeyId,
            CreatedAt = time.GetUtcNow().UtcDateTime,
            State = ModelState.Inspecting,
            Graph = admitted.GraphJson,
            Parameters = admitted.Graph.Parameters,
            Macs = admitted.Graph.Macs,
            Precision = admitted.Graph.Precision,
        };
    }

    /// <summary>Where several outputs are as wide as each other and the manifest names none, which one will be read.</summary>
    static Check? Choice(CheckedManifest manifest, AdmittedModel admitted) =>
        manifest.Contract.Output is not null
            ? null
            : admitted
                .Graph.Outputs.Where(output => output.Width is not null)
                .GroupBy(output => output.Width)
                .Where(same => same.Count() > 1)
                .Select(same => OutputChoice.Of([.. same.Select(output => output.Name)]).Check)
                .FirstOrDefault();

    /// <returns>False when another request made the same entry first.</returns>
    async Task<bool> AddAsync(Model model, CancellationToken cancellationToken)
    {
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.InspectModel,
            SubjectId = model.Id,
            CreatedAt = model.CreatedAt,
        };
        db.Models.Add(model);
        db.Work.Add(item);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            db.ChangeTracker.Clear();
            return false;
        }
        await scheduler.EnqueueAsync([item], cancellationToken);
        return true;
    }

    static Guid? UploadId(string? text) =>
        text is null ? null
        : Guid.TryParse(text, out var id) ? id
        : throw Form("uploadId is not an id.");

    static RefusalException Form(string message) =>
        new(RefusalKind.Malformed, "form-invalid", message, "Send the model as the part 'file', or name a finished upload with uploadId.");
}
