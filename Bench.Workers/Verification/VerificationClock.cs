using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Verification;

/// <summary>Asks for a reading of everything stored when the last one is older than
/// <see cref="BenchOptions.VerifyEvery"/>. Two workers that ask at once do it twice, which does no harm.</summary>
internal sealed class VerificationClock(
    IServiceScopeFactory scopes,
    BenchOptions options,
    TimeProvider time,
    ILogger<VerificationClock> log
) : RepeatedWork(Look, time, log, waitsFirst: true)
{
    static readonly TimeSpan Look = TimeSpan.FromMinutes(5);

    protected override Task RunOnceAsync(CancellationToken cancellationToken) =>
        options.VerifyEvery == TimeSpan.Zero ? Task.CompletedTask : AskAsync(cancellationToken);

    /// <returns>Whether it was time.</returns>
    internal async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var now = Time.GetUtcNow().UtcDateTime;
        var since = now - options.VerifyEvery;
        if (
            await db.Work.AnyAsync(
                item =>
                    item.Kind == WorkKind.VerifyStore
                    && (item.CreatedAt > since || item.State == WorkState.Waiting || item.State == WorkState.Leased),
                cancellationToken
            )
        )
            return false;
        await db.Work.Where(item => item.Kind == WorkKind.VerifyStore).ExecuteDeleteAsync(cancellationToken);
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.VerifyStore,
            SubjectId = Guid.Empty,
            CreatedAt = now,
        };
        db.Work.Add(item);
        await db.SaveChangesAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<WorkScheduler>().EnqueueAsync([item], cancellationToken);
        return true;
    }
}
