using Bench.Data;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Models;

/// <summary>Looks at an uploaded model in the cage and writes down what it found.</summary>
internal sealed class InspectModelHandler(BenchDb db, WorkQueue queue, ModelRegistry registry, TimeProvider time) : IWorkHandler
{
    public WorkKind Kind => WorkKind.InspectModel;

    public TimeSpan TimeLimit => TimeSpan.FromMinutes(30);

    public string AfterDeadline => IWorkHandler.FasterModel;

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var model = await db.Models.SingleOrDefaultAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        if (model is { State: ModelState.Inspecting })
            await registry.InspectAsync(model, cancellationToken);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Models.Where(candidate => candidate.Id == lease.SubjectId).HoldAsync(cancellationToken);
        if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
            return;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        await registry.RefuseAsync(lease.SubjectId, failure, cancellationToken);
        if (Refunds.IsDue(failure))
            await db.RefundAsync(lease.SubjectId, time.GetUtcNow().UtcDateTime, cancellationToken);
    }
}
