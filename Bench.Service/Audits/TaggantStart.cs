using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Blobs;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Start;
using Bench.Service.Inputs;
using Bench.Service.Inquiries;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>Starts tests of ownership with a data owner's secret keys.</summary>
/// <remarks>W. Bouaziz, E.-M. El-Mhamdi and N. Usunier, "Data taggants: dataset ownership verification via harmless targeted data
/// poisoning", 2024: a model that was trained on the tagged data gives the keys their labels; any other one does so by chance, because
/// the labels were drawn at random.</remarks>
public sealed class TaggantStart(BenchDb db, DatasetStore datasets, IBlobStore blobs, InquiryDesk desk, TimeProvider time)
{
    /// <summary>Its name in the contract, and so in the audit log.</summary>
    public const string Operation = "StartOwnershipTest";

    public const int UsualTopK = 10,
        MostTopK = 100;
    public const double UsualLevel = 0.01;

    /// <summary>Keeps the keys until the model has been asked, and has it asked.</summary>
    /// <returns>The audit's id.</returns>
    /// <exception cref="RefusalException">The keys are not in order, or the model cannot be run; nothing is kept.</exception>
    public async Task<Guid> StartAsync(TaggantRequest request, ReceivedFile keys, Caller caller, CancellationToken cancellationToken)
    {
        var (topK, level) = (request.TopK ?? UsualTopK, request.Level ?? UsualLevel);
        if (topK is < 1 or > MostTopK || level is not (> 0 and <= 0.5))
            throw RefusalException.Invalid(
                "manifest-invalid",
                $"topK is {topK} and level {level}.",
                $"topK lies from 1 to {MostTopK}, level above 0 and up to 0.5."
            );
        var model = await db.FindRunnableModelAsync(request.ModelId, cancellationToken);
        model.RequireInspected();
        var dataset = await db.FindRunnableDatasetAsync(request.Dataset, model, cancellationToken);
        if (topK >= dataset.ClassSpaceSize)
            throw RefusalException.Invalid(
                "manifest-invalid",
                $"topK is {topK}, and the dataset '{dataset.Key}' has {dataset.ClassSpaceSize} classes: every label would be in the top k.",
                "Ask with a topK well below the number of classes."
            );
        var count = TaggantKeys.Read(keys.Path, await datasets.OutputsAsync(dataset, cancellationToken), folder: null).Count;
        var earlier = await db.EarlierTestsAsync(model, caller.KeyId, cancellationToken);
        var id = Guid.CreateVersion7();
        var sha256 = await VerifiedFiles.Sha256Async(keys.Path, cancellationToken);
        // Dies before the commit: a blob under an id that no row has.
        var blob = BlobKeys.Taggants(id, sha256);
        await blobs.PutAsync(blob, keys.Path, cancellationToken);
        var audit = new ModelAudit
        {
            Id = id,
            Kind = ModelAuditKind.Taggants,
            ModelId = model.Id,
            DatasetId = dataset.Id,
            OwnerKeyId = caller.KeyId,
            Spec = WorkJson.Write(new TaggantSpec(count, topK, level, sha256, earlier)),
            Preprocessing = model.Preprocessing ?? PreprocessingJson.Write(Preprocessing.Default),
            Total = count,
            SecretBlob = blob,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        try
        {
            return (await desk.AcceptAsync([audit], once: false, caller, cancellationToken))[0];
        }
        catch
        {
            if (!await db.ModelAudits.AnyAsync(known => known.Id == id, CancellationToken.None))
                await blobs.DeleteAsync(blob, CancellationToken.None);
            throw;
        }
    }
}
