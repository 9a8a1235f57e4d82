using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Inputs;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Models.Registration;

/// <summary>Puts back a model file that the store lost or damaged, when the same bytes are uploaded again.</summary>
public sealed class ModelMending(BenchDb db, IBlobStore blobs, WorkScheduler scheduler, TimeProvider time)
{
    public async Task RunAsync(Model model, ReceivedFile file, CancellationToken cancellationToken)
    {
        if (await db.Damages.SingleOrDefaultAsync(damage => damage.Subject == model.Blob, cancellationToken) is not { } damage)
            return;
        // Dies after this: the bytes are right and still listed as damaged, until the next verification or upload.
        await blobs.PutAsync(model.Blob!, file.Path, cancellationToken);
        db.Damages.Remove(damage);
        List<WorkItem> inspection =
            model.State == ModelState.Inspecting
                ?
                [
                    new WorkItem
                    {
                        Id = Guid.CreateVersion7(),
                        Kind = WorkKind.InspectModel,
                        SubjectId = model.Id,
                        OwnerKeyId = model.OwnerKeyId,
                        CreatedAt = time.GetUtcNow().UtcDateTime,
                    },
                ]
                : [];
        db.Work.AddRange(inspection);
        await db.SaveChangesAsync(cancellationToken);
        await scheduler.EnqueueAsync(inspection, cancellationToken);
    }
}
