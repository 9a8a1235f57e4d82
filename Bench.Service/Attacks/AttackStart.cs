using Bench.Data;
using Bench.Data.Attacks;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Start;
using Bench.Service.Inquiries;
using Bench.Service.Refusals;
using Bench.Service.Work;

namespace Bench.Service.Attacks;

/// <summary>Starts attacks.</summary>
public sealed class AttackStart(BenchDb db, DatasetStore datasets, AttackLists lists, InquiryDesk desk, TimeProvider time)
{
    /// <summary>Has an attack made. The same attack that waits, runs or has completed is answered instead of being done
    /// twice.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="RefusalException">The model cannot be attacked so; nothing has changed.</exception>
    public async Task<Guid> StartAsync(AttackRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var model = await db.FindRunnableModelAsync(request.ModelId, cancellationToken);
        model.RequireLogits("attack-unsupported", "attacks are made on class scores");
        var dataset = await db.FindRunnableDatasetAsync(request.Dataset, model, cancellationToken);
        HiddenAnswers.RequireAllOpen(dataset, now);
        var list = await lists.FindAsync(dataset, request.List, cancellationToken);
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        var within = list is null ? null : await lists.ReadAsync(list, cancellationToken);
        var ground = AttackGround.Of(dataset, manifest, list, within);
        var spec = request.Settle(ground);
        var attack = new Attack
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            OwnerKeyId = caller.KeyId,
            Spec = WorkJson.Write(spec),
            Preprocessing = model.Preprocessing ?? PreprocessingJson.Write(Preprocessing.Default),
            Total = Math.Min(spec.Images, ground.Images),
            CreatedAt = now,
        };
        return (await desk.AcceptAsync([attack], once: true, caller, cancellationToken))[0];
    }
}
