using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;

namespace Bench.Workers.Verification;

/// <summary>Reads everything stored, on one worker; what it finds goes to the table that /health reads.</summary>
internal sealed class VerifyStoreHandler(StoreVerifier verifier, WorkQueue queue, ILogger<VerifyStoreHandler> log) : IWorkHandler
{
    public WorkKind Kind => WorkKind.VerifyStore;

    public TimeSpan TimeLimit => TimeSpan.FromHours(12);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        // Dies before the end: the list of damage is as it was, and another worker begins again.
        var report = await verifier.RunAsync(
            pictures: true,
            (done, total) => heartbeat.Report(new WorkProgress(done, total)),
            cancellationToken
        );
        foreach (var thing in report.Damaged)
            log.LogError("{Message}", thing.Message);
        await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
    }

    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;
}
