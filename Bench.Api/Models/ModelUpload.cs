using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Api.Problems;
using Bench.Api.Uploads;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Models;

/// <summary>Takes a model in: receive, check, admit, store, and only then a row. A refusal anywhere before leaves nothing behind.</summary>
internal sealed class ModelUpload(
    BenchDb db, IBlobStore blobs, FormReceiver receiver, FinishedUploads uploads, ModelManifestReader manifests, ModelAdmission admission, ModelMending mending, WorkScheduler scheduler, BenchOptions options, TimeProvider time)
{
    /// <summary>What the form of a model may hold.</summary>
    public FormLimits Limits => new(options.MaxModelBytes, "model-too-large", "file");

    /// <returns>The model, and whether it is new; the same bytes are the same model.</returns>
    public async Task<(Model Model, bool IsNew)> TakeAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        using var form = await receiver.ReceiveAsync(request, Limits, cancellationToken);
        return await TakeAsync(form, form.Field("manifest"), caller, cancellationToken);
    }

    /// <inheritdoc cref="TakeAsync(HttpRequest, Caller, CancellationToken)"/>
    public async Task<(Model Model, bool IsNew)> TakeAsync(ReceivedForm form, string? manifestJson, Caller caller, CancellationToken cancellationToken)
    {
        var manifest = await manifests.ReadAsync(manifestJson, cancellationToken);
        var uploadId = manifest.Manifest.UploadId ?? UploadId(form.Field("uploadId"));
        if (form.File("file") is not null && uploadId is not null) throw Form("The form carries a file and an uploadId; one of the two is wanted.");
        var file = form.File("file") ?? await uploads.OpenAsync(uploadId ?? throw Form("The form has no part 'file'."), caller, cancellationToken);

        if (await FindAsync(file.Sha256, cancellationToken) is { } known)
        {
            await mending.RunAsync(known, file, cancellationToken);
            await uploads.RemoveAsync(uploadId, cancellationToken);
            return (known, false);
        }
        var admitted = await admission.AdmitAsync(file, manifest.Contract.Embedding, cancellationToken);
        var model = Row(manifest, file, admitted, caller);
        // Dies after this: a blob named by its hash, which the next upload of the same bytes uses.
        await blobs.PutAsync(BlobKeys.Model(file.Sha256, admitted.IsArchive), file.Path, cancellationToken);
        var stored = await AddAsync(model, cancellationToken);
        await uploads.RemoveAsync(uploadId, cancellationToken);
        return stored;
    }

    Task<Model?> FindAsync(string sha256, CancellationToken cancellationToken) => db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Sha256 == sha256, cancellationToken);

    Model Row(CheckedManifest manifest, ReceivedFile file, AdmittedModel admitted, Caller caller) => new()
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
        Preprocessing = manifest.Preprocessing,
        Contract = manifest.Contract.ToJson(),
        OwnerKeyId = caller.KeyId,
        CreatedAt = time.GetUtcNow().UtcDateTime,
        State = ModelState.Inspecting,
        Graph = admitted.GraphJson,
        Parameters = admitted.Graph.Parameters,
        Macs = admitted.Graph.Macs,
        Precision = admitted.Graph.Precision,
    };

    async Task<(Model Model, bool IsNew)> AddAsync(Model model, CancellationToken cancellationToken)
    {
        var item = new WorkItem { Id = Guid.CreateVersion7(), Kind = WorkKind.InspectModel, SubjectId = model.Id, CreatedAt = model.CreatedAt };
        db.Models.Add(model);
        db.Work.Add(item);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            // Somebody uploaded the same bytes at the same time and was first.
            db.ChangeTracker.Clear();
            return ((await FindAsync(model.Sha256!, cancellationToken))!, false);
        }
        await scheduler.EnqueueAsync([item], cancellationToken);
        return (model, true);
    }

    static Guid? UploadId(string? text) => text is null ? null : Guid.TryParse(text, out var id) ? id : throw Form("uploadId is not an id.");

    static RefusalException Form(string message) => new(StatusCodes.Status400BadRequest, "form-invalid", message, "Send the model as the part 'file', or name a finished upload with uploadId.");
}
