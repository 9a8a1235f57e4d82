using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;

namespace Bench.Workers.Jobs;

/// <summary>Keeps a lease alive while its work runs, carries progress, and cancels the work when the lease is
/// lost.</summary>
/// <remarks>A database that does not answer is not a lost lease, as long as the lease lasts: the beats go on. Once it
/// must be over, another worker may hold the work.</remarks>
internal sealed class WorkHeartbeat(
    IServiceScopeFactory scopes,
    WorkLease lease,
    TimeSpan duration,
    int beatsInALease,
    TimeProvider time,
    ILogger log
) : IAsyncDisposable
{
    readonly CancellationTokenSource _lost = new();
    readonly CancellationTokenSource _stop = new();
    readonly Lock _gate = new();
    WorkProgress _progress;
    Task _beating = Task.CompletedTask;

    /// <summary>Cancelled when another worker may hold the work: write nothing from then on.</summary>
    public CancellationToken Lost => _lost.Token;

    public void Report(WorkProgress progress)
    {
        lock (_gate)
            _progress = progress;
    }

    /// <summary>Call right after the lease was taken.</summary>
    public void Start() => _beating = BeatAsync();

    async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(duration / beatsInALease, time);
        var until = time.GetUtcNow() + duration;
        var isWaiting = false;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var asked = time.GetUtcNow();
                var isKept = await TryKeepAsync(until - asked, isWaiting);
                if (isKept is true)
                    until = asked + duration;
                if (isKept is true && isWaiting)
                    log.LogInformation("the lease of {Kind} {Subject} is kept again", lease.Kind, lease.SubjectId);
                isWaiting = isKept is null;
                if (isKept is not false && time.GetUtcNow() < until)
                    continue;
                await _lost.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
    }

    /// <summary>One beat: kept, lost, or, with null, not known.</summary>
    async Task<bool?> TryKeepAsync(TimeSpan rest, bool isWaiting)
    {
        WorkProgress progress;
        lock (_gate)
            progress = _progress;
        // A connection that hangs may take longer than the lease lasts.
        using var over = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(1), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, over.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<WorkQueue>().KeepAsync(lease, progress, end.Token);
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            // Whatever it is, the work itself may be well: the next beat tries again.
            if (!isWaiting)
                log.LogWarning(
                    TransientFault.Is(error) ? null : error,
                    "the lease of {Kind} {Subject} could not be kept ({Reason}); tried again while it lasts",
                    lease.Kind,
                    lease.SubjectId,
                    error.GetBaseException().Message
                );
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
        _lost.Dispose();
    }
}
