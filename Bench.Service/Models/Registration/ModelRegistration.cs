using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Models.Embeddings;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Models.Registration;

/// <summary>Enters a model: admit, store, and only then a row. A refusal anywhere before leaves nothing behind but, of a file that is
/// no such model, the attempt in the ledger.</summary>
public sealed class ModelRegistration(
    BenchDb db,
    IBlobStore blobs,
    ModelAdmission admission,
    ModelMending mending,
    UnreadBlobs leftovers,
    Ledger ledger,
    WorkScheduler scheduler,
    TimeProvider time
)
{
    /// <returns>The entry, and what of it was new: the same bytes by the same owner under the same contract are the
    /// same entry.</returns>
    /// <exception cref="RefusalException">The file is not a model that can be run here, or a limit is reached.</exception>
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
        var admitted = await AdmitAsync(file, declaration.Contract.Embedding, caller, cancellationToken);
        var model = ModelRow.Of(declaration, file, admitted, caller.KeyId, time.GetUtcNow().UtcDateTime);
        // Dies after this: a blob named by its hash, which the next upload of the same bytes uses.
        await blobs.PutAsync(BlobKeys.Model(file.Sha256, admitted.IsArchive), file.Path, cancellationToken);
        await db.Damages.Where(damage => damage.Subject == model.Blob).ExecuteDeleteAsync(cancellationToken);
        if (await AddAsync(model, file, caller, cancellationToken))
            return new UploadedModel(model, ModelSubmission.New(newFile));
        // The same key sent the same bytes and contract at the same time, and that request was first.
        var first = (await FindAsync(file.Sha256, caller, contract, cancellationToken))!;
        return new UploadedModel(first, ModelSubmission.Known(first, declaration.Description));
    }

    /// <summary>Looks at the file, once there is an attempt left to do so. A refused file has used it: reading a file costs the service as
    /// much, whatever is found.</summary>
    async Task<AdmittedModel> AdmitAsync(
        ReceivedFile file,
        EmbeddingContract? embedding,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await ledger.RequireAttemptAsync(caller, Uncounted(file), cancellationToken);
        try
        {
            return await admission.AdmitAsync(file, embedding, cancellationToken);
        }
        catch (RefusalException)
        {
            using var turn = await ledger.TurnAsync(caller, cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // There is no model: the entry has a name of its own, by which nothing is given back.
            await ledger.ReserveAttemptAsync(caller, Guid.CreateVersion7(), bytes: 0, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            throw;
        }
    }

    static long Uncounted(ReceivedFile file) => file.IsCounted ? 0 : file.Length;

    Task<Model?> FindAsync(string sha256, Caller caller, string contract, CancellationToken cancellationToken) =>
        db
            .Models.AsNoTracking()
            .SingleOrDefaultAsync(
                model => model.Sha256 == sha256 && model.OwnerKeyId == caller.KeyId && model.ContractHash == contract,
                cancellationToken
            );

    /// <returns>False when another request made the same entry first.</returns>
    async Task<bool> AddAsync(Model model, ReceivedFile file, Caller caller, CancellationToken cancellationToken)
    {
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.InspectModel,
            SubjectId = model.Id,
            OwnerKeyId = model.OwnerKeyId,
            CreatedAt = model.CreatedAt,
        };
        using var turn = await ledger.TurnAsync(caller, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await ledger.ReserveAttemptAsync(caller, model.Id, Uncounted(file), cancellationToken);
        }
        catch (RefusalException)
        {
            // Others of the caller used up what was left while this file was read: it may not stay uncounted.
            await leftovers.DeleteModelAsync(file.Sha256, model.Blob!);
            throw;
        }
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
