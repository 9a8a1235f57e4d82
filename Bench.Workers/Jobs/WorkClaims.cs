using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Jobs;

/// <summary>Takes work from the table of work itself, with no job between: as many items at once as this process is
/// free for, in one statement. Idle, it looks less and less often.</summary>
/// <remarks>
/// One look asks whether anything waits that this process is free for; only then whose turn it is. A process looks
/// again as soon as a piece of its own work ends. It never takes more than it can begin at once: what is taken and
/// waits would wait for this worker though others are free.
/// Dies between taking and beginning, or at work: the leases run out and others take the items.
/// </remarks>
internal sealed class WorkClaims(
    IServiceScopeFactory scopes,
    WorkRunner runner,
    BenchOptions options,
    TimeProvider time,
    ILogger<WorkClaims> log
) : BackgroundService
{
    /// <summary>Quick pieces of work of a process at once.</summary>
    public const int QuickAtOnce = 2;

    /// <summary>A process drives one device.</summary>
    public const int DeviceAtOnce = 1;

    readonly IdleWait _wait = new(options.ClaimWait);
    readonly SemaphoreSlim _ended = new(0);
    readonly Lock _gate = new();
    readonly HashSet<Task> _running = [];
    readonly Dictionary<WorkLine, int> _free = new() { [WorkLine.Device] = DeviceAtOnce, [WorkLine.Quick] = QuickAtOnce };
    Dictionary<WorkKind, TimeSpan>? _limits;
    int _workers = 1;
    DateTimeOffset _countAgainAt;
    bool _isSilent;

    /// <summary>Pieces of device work at once, where more than one device is driven. Set before the start.</summary>
    internal int DeviceSlots
    {
        set => _free[WorkLine.Device] = value;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                if (await TryLookAsync(stoppingToken) || await EndedWithinAsync(Wait(), stoppingToken))
                    _wait.Reset();
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // What the end of the program breaks off is no failure, whatever it throws then.
        }
        finally
        {
            // Each has been told to stop and gives its item back.
            await Task.WhenAll(Running());
        }
    }

    /// <returns>Whether it began anything: then there may be more.</returns>
    async Task<bool> TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var began = await LookAsync(cancellationToken);
            if (_isSilent)
                log.LogInformation("the database answers again");
            _isSilent = false;
            return began;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Said once, however long it lasts; what was taken without our hearing of it is given back by the end of
            // its lease.
            if (!_isSilent)
                log.LogWarning(
                    TransientFault.Is(error) ? null : error,
                    "looking for work failed ({Reason}); tried again",
                    error.GetBaseException().Message
                );
            _isSilent = true;
            return false;
        }
    }

    async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var lines = Free();
        if (lines.Count == 0)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        // What is rescored is taken by its own clock, which knows the catalogue that each item is for.
        var limits = _limits ??= scope
            .ServiceProvider.GetServices<IWorkHandler>()
            .Where(handler => handler.Kind != WorkKind.ScoreAnew)
            .ToDictionary(handler => handler.Kind, handler => handler.TimeLimit);
        var kinds = limits.Keys.Where(kind => lines.Any(line => line.Line == WorkLine.Of(kind))).ToList();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        await CountAsync(db, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var waits = await db.Work.AnyAsync(
            item =>
                kinds.Contains(item.Kind)
                && (item.State == WorkState.Waiting || (item.State == WorkState.Leased && item.LeaseExpiresAt < now)),
            cancellationToken
        );
        if (!waits)
            return false;
        var turns = scope.ServiceProvider.GetRequiredService<WorkTurns>();
        var began = false;
        foreach (var (line, free) in lines)
        foreach (
            var (lease, turn) in await turns.TakeAsync(
                line,
                WorkRunner.Owner,
                free,
                kind => limits.TryGetValue(kind, out var limit) ? limit : null,
                cancellationToken
            )
        )
        {
            Begin(line, lease, turn, cancellationToken);
            began = true;
        }
        return began;
    }

    async Task CountAsync(BenchDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _countAgainAt)
            return;
        var seen = now.UtcDateTime - Worker.SeenWithin;
        _workers = await db.Workers.CountAsync(worker => worker.SeenAt > seen, cancellationToken);
        _countAgainAt = now + (Worker.SeenWithin / 4);
    }

    List<(WorkLine Line, int Free)> Free()
    {
        lock (_gate)
            return [.. _free.Where(line => line.Value > 0).Select(line => (line.Key, line.Value))];
    }

    Task[] Running()
    {
        lock (_gate)
            return [.. _running];
    }

    void Begin(WorkLine line, WorkLease lease, IDisposable turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _free[line]--;
            var work = Task.Run(() => WorkAsync(line, lease, turn, cancellationToken), CancellationToken.None);
            _running.Add(work);
            work.ContinueWith(Ended, TaskScheduler.Default);
        }

        void Ended(Task work)
        {
            lock (_gate)
                _running.Remove(work);
        }
    }

    async Task WorkAsync(WorkLine line, WorkLease lease, IDisposable turn, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(lease, turn, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception error)
        {
            // How it ended could not be written: its lease runs out.
            log.LogError(error, "{Kind} of {Subject} could not be settled", lease.Kind, lease.SubjectId);
        }
        finally
        {
            lock (_gate)
                _free[line]++;
            _ended.Release();
        }
    }

    TimeSpan Wait() => Free().Count == 0 ? Timeout.InfiniteTimeSpan : _wait.Next(_workers, Random.Shared.NextDouble());

    /// <returns>Whether a piece of work ended before the time was over.</returns>
    async Task<bool> EndedWithinAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _ended.WaitAsync(either.Token);
            // One look serves all that have ended.
            while (await _ended.WaitAsync(TimeSpan.Zero, CancellationToken.None)) { }
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _ended.Dispose();
    }
}
