using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Models.Registration;

/// <summary>Enters a model: admit, store, and only then a row. A refusal anywhere before leaves nothing behind.</summary>
public sealed class ModelRegistration(
    BenchDb db,
    IBlobStore blobs,
    ModelAdmission admission,
    ModelMending mending,
    Ledger ledger,
    WorkScheduler scheduler,
    TimeProvider time
)
{
    /// <returns>The entry, and what of it was new: the same bytes by the same owner under the same contract are the same entry.</returns>
    /// <exception cref="Refusals.RefusalException">The file is not a model that can be run here; nothing has changed.</exception>
    public async Task<UploadedModel> RegisterAsync(
        ModelDeclaration declaration,
        ReceivedFile file,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var contract = ModelEntry.ContractHash(declaration.Identity, declaration.Contract.ToJson());
        if (await FindAsync(file.Sha256, caller, contract, cancellationToken) is { } known)
        {
            await mending.RunAsync(known, file, cancellationToken);
            return new UploadedModel(known, ModelSubmission.Known(known, declaration.Description));
        }
        var newFile = !await db.Models.AnyAsync(model => model.Sha256 == file.Sha256, cancellationToken);
        var admitted = await admission.AdmitAsync(file, declaration.Contract.Embedding, cancellationToken);
        var model = Row(declaration, file, admitted, contract, caller);
        // Dies after this: a blob named by its hash, which the next upload of the same bytes uses.
        await blobs.PutAsync(BlobKeys.Model(file.Sha256, admitted.IsArchive), file.Path, cancellationToken);
        await db.Damages.Where(damage => damage.Subject == model.Blob).ExecuteDeleteAsync(cancellationToken);
        var isNew = await AddAsync(model, caller, cancellationToken);
        if (isNew)
            return new UploadedModel(model, ModelSubmission.New(newFile));
        // The same key sent the same bytes and contract at the same time, and that request was first.
        var first = (await FindAsync(file.Sha256, caller, contract, cancellationToken))!;
        return new UploadedModel(first, ModelSubmission.Known(first, declaration.Description));
    }

    Task<Model?> FindAsync(string sha256, Caller caller, string contract, CancellationToken cancellationToken) =>
        db
            .Models.AsNoTracking()
            .SingleOrDefaultAsync(
                model => model.Sha256 == sha256 && model.OwnerKeyId == caller.KeyId && model.ContractHash == contract,
                cancellationToken
            );

    Model Row(ModelDeclaration declaration, ReceivedFile file, AdmittedModel admitted, string contract, Caller caller)
    {
        var (preprocessing, size) = declaration.Preprocessing is { } declared
            ? TimmTestSize.Settle(declared, admitted.Graph.Input.Height, admitted.Graph.Input.Width)
            : (null, null);
        return new Model
        {
            Id = Guid.CreateVersion7(),
            Sha256 = file.Sha256,
            FileSize = file.Length,
            FileName = admitted.IsArchive ? $"{Path.GetFileNameWithoutExtension(file.FileName)}.zip" : file.FileName,
            Name = declaration.Description.Name.Trim(),
            Description = declaration.Description.Description,
            Architecture = declaration.Description.Architecture,
            TrainingData = declaration.Description.TrainingData,
            License = declaration.Description.License,
            Url = declaration.Description.Url,
            Tags = ModelTags.Of(declaration.Description.Tags ?? []),
            ParentModelId = declaration.Description.ParentModelId,
            Preprocessing = preprocessing is null ? null : PreprocessingJson.Write(preprocessing),
            Checks =
            [
                .. new[] { size, Choice(declaration, admitted) }.OfType<Check>(),
                .. preprocessing is null ? [] : ContractDoubts.Of(preprocessing),
            ],
            Contract = declaration.Contract.ToJson(),
            ContractHash = contract,
            OwnerKeyId = caller.KeyId,
            CreatedAt = time.GetUtcNow().UtcDateTime,
            State = ModelState.Inspecting,
            Graph = admitted.GraphJson,
            Parameters = admitted.Graph.Parameters,
            Macs = admitted.Graph.Macs,
            Precision = admitted.Graph.Precision,
        };
    }

    /// <summary>Where several outputs are as wide as each other and the declaration names none, which one will be read.</summary>
    static Check? Choice(ModelDeclaration declaration, AdmittedModel admitted) =>
        declaration.Contract.Output is not null
            ? null
            : admitted
                .Graph.Outputs.Where(output => output.Width is not null)
                .GroupBy(output => output.Width)
                .Where(same => same.Count() > 1)
                .Select(same => OutputChoice.Of([.. same.Select(output => output.Name)]).Check)
                .FirstOrDefault();

    /// <returns>False when another request made the same entry first.</returns>
    async Task<bool> AddAsync(Model model, Caller caller, CancellationToken cancellationToken)
    {
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.InspectModel,
            SubjectId = model.Id,
            CreatedAt = model.CreatedAt,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ledger.ReserveAttemptAsync(caller, model.Id, model.FileSize, cancellationToken);
        db.Models.Add(model);
        db.Work.Add(item);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            db.ChangeTracker.Clear();
            return false;
        }
        await scheduler.EnqueueAsync([item], cancellationToken);
        return true;
    }
}
