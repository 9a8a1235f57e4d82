using Bench.Data.Work;

namespace Bench.Workers.Jobs;

/// <summary>Keeps a lease alive while its work runs, carries progress, and cancels the work when the lease is lost.</summary>
internal sealed class WorkHeartbeat(IServiceScopeFactory scopes, WorkLease lease, TimeSpan interval, TimeProvider time) : IAsyncDisposable
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
        lock (_gate) _progress = progress;
    }

    public void Start() => _beating = BeatAsync();

    async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                if (!await KeepAsync(_stop.Token))
                {
                    await _lost.CancelAsync();
                    return;
                }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>One beat. A database that does not answer is not a lost lease: the next beat tries again, and the token guards every write.</summary>
    async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        WorkProgress progress;
        lock (_gate) progress = _progress;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<WorkQueue>().KeepAsync(lease, progress, cancellationToken);
        }
        catch (System.Data.Common.DbException)
        {
            return true;
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
