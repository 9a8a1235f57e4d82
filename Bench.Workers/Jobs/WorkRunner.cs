using Bench.Data;
using Bench.Data.Damages;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Crops;
using Bench.Service;
using Bench.Service.Damages;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;

namespace Bench.Workers.Jobs;

/// <summary>The target of a job or a claim: takes the item's lease, runs its handler under a heartbeat, and settles how
/// it ended. The one border where exceptions become states.</summary>
public sealed class WorkRunner(
    IServiceScopeFactory scopes,
    BenchOptions options,
    WorkMeter meter,
    TimeProvider time,
    ILogger<WorkRunner> log
) : IWorkRunner
{
    /// <summary>Faults of machines that one item may meet before it is given up as failed.</summary>
    const int MaxAttempts = 5;

    internal static readonly string Owner = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Does what is next in the line of this kind of work. The job says that there is something to do; whose turn it is is seen
    /// now.</summary>
    public async Task RunAsync(Guid itemId, WorkKind kind, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var limits = scope.ServiceProvider.GetServices<IWorkHandler>().ToDictionary(handler => handler.Kind, handler => handler.TimeLimit);
        var turns = scope.ServiceProvider.GetRequiredService<WorkTurns>();
        var taken = await turns.TakeAsync(
            WorkLine.Of(kind),
            Owner,
            wanted => limits.TryGetValue(wanted, out var limit) ? limit : null,
            cancellationToken
        );
        if (taken is not var (lease, turn))
            return;
        if (lease.ItemId != itemId)
            await scope.ServiceProvider.GetRequiredService<WorkQueue>().ExchangeJobsAsync(itemId, lease.ItemId, cancellationToken);
        await RunAsync(scope.ServiceProvider, lease, turn, cancellationToken);
    }

    /// <summary>Does this one item, whosever turn it is.</summary>
    public async Task RunItemAsync(Guid itemId, WorkKind kind, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<WorkQueue>();
        if (await queue.TakeAsync(itemId, Owner, HandlerOf(scope.ServiceProvider, kind).TimeLimit, cancellationToken) is { } lease)
            await WorkAsync(scope.ServiceProvider, lease, cancellationToken);
    }

    /// <summary>Does what has been taken already, and ends its turn.</summary>
    internal async Task RunAsync(WorkLease lease, IDisposable turn, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await RunAsync(scope.ServiceProvider, lease, turn, cancellationToken);
    }

    async Task RunAsync(IServiceProvider services, WorkLease lease, IDisposable turn, CancellationToken cancellationToken)
    {
        bool hasRoom;
        using (turn)
            hasRoom = await WorkAsync(services, lease, cancellationToken);
        // Others may have room for the work that this machine has none for: it leaves them the time to take it.
        if (!hasRoom)
            await Task.Delay(options.LeaseDuration, time, cancellationToken);
    }

    static IWorkHandler HandlerOf(IServiceProvider services, WorkKind kind) =>
        services.GetServices<IWorkHandler>().Single(candidate => candidate.Kind == kind);

    /// <returns>False where this machine cannot do it: there is no room for it here, no right to write, no
    /// picture.</returns>
    async Task<bool> WorkAsync(IServiceProvider services, WorkLease lease, CancellationToken cancellationToken)
    {
        var (kind, handler) = (lease.Kind, HandlerOf(services, lease.Kind));
        using var measured = meter.Begin(lease);
        // Dies from here on: the lease runs out and the sweeper makes a new job.
        await using var heartbeat = new WorkHeartbeat(scopes, lease, options.LeaseDuration, options.BeatsInALease, time, log);
        heartbeat.Start();
        using var deadline = new CancellationTokenSource(Later(lease.Deadline - time.GetUtcNow().UtcDateTime), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, heartbeat.Lost, deadline.Token);
        try
        {
            await handler.RunAsync(lease, heartbeat, stop.Token);
            measured.Outcome = WorkOutcome.Done;
        }
        catch (FailureException error)
        {
            log.LogWarning("{Kind} of {Subject} failed: {Message}", kind, lease.SubjectId, error.Message);
            await FailAsync(lease, error.Failure, measured);
        }
        catch (DamageException error) when (!heartbeat.Lost.IsCancellationRequested)
        {
            // Trying again reads the same bytes: an operator has to mend them first.
            log.LogError("{Kind} of {Subject} met damage: {Message}", kind, lease.SubjectId, error.Message);
            await FailAsync(lease, error.Failure, measured, error);
        }
        catch (Exception error) when (heartbeat.Lost.IsCancellationRequested)
        {
            log.LogInformation("{Kind} of {Subject}: this worker has lost the lease ({Reason})", kind, lease.SubjectId, error.Message);
            measured.Outcome = WorkOutcome.Lost;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            await FailAsync(
                lease,
                new Failure("timed-out", $"The work took longer than {handler.TimeLimit}.", handler.AfterDeadline),
                measured
            );
        }
        catch (Exception error)
            when (cancellationToken.IsCancellationRequested && error is OperationCanceledException or ChildEndedException)
        {
            await GiveBackAsync(lease, error: null);
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (Exception error) when (TransientFault.Is(error))
        {
            // That is no fault of the work's: it costs no attempt. What cannot be given back either is given back by the end of its lease.
            log.LogWarning(
                "{Kind} of {Subject} stops: the database or the store does not answer ({Reason}); it will be tried again",
                kind,
                lease.SubjectId,
                error.GetBaseException().Message
            );
            await GiveBackAsync(lease, error: null);
        }
        catch (Exception error) when (error is PicturesMissingException or ImageMissingException)
        {
            // Another machine may have them: this one leaves it the time to take the work.
            log.LogError("{Kind} of {Subject} stops: {Reason}", kind, lease.SubjectId, error.Message);
            if (lease.Attempt >= MaxAttempts)
                await FailAsync(lease, PicturesMissing(error), measured);
            else
                await GiveBackAsync(lease, error.Message);
            return false;
        }
        catch (Exception error) when (StorageFault.Is(error))
        {
            // Nor is a full disk, or a folder that this process may not write, unless the work itself fills the one or
            // is what needs the other.
            var isRefused = StorageFault.IsRefused(error);
            var isItsOwn = isRefused ? error is UnpackRefusedException : await MakeRoomAsync(lease);
            if (!isRefused)
                MakeRoomInCache();
            log.LogError(
                "{Kind} of {Subject} stops: nothing can be written here ({Reason}){Whose}",
                kind,
                lease.SubjectId,
                error.Message,
                isItsOwn ? $", which is its own, attempt {lease.Attempt}" : "; it will be tried again"
            );
            if (isItsOwn && lease.Attempt >= MaxAttempts)
                await FailAsync(lease, isRefused ? MayNotUnpack : DoesNotFit, measured);
            else
                await GiveBackAsync(lease, isItsOwn ? error.ToString() : null);
            return false;
        }
        catch (Exception error) when (lease.Attempt < MaxAttempts)
        {
            log.LogError(
                error,
                "{Kind} of {Subject} met a fault, attempt {Attempt}; it will be tried again",
                kind,
                lease.SubjectId,
                lease.Attempt
            );
            await GiveBackAsync(lease, error.ToString());
        }
        catch (Exception error)
        {
            log.LogError(error, "{Kind} of {Subject} met a fault {Attempt} times and is given up", kind, lease.SubjectId, lease.Attempt);
            await FailAsync(
                lease,
                new Failure(
                    "internal-error",
                    "The service could not finish this work after several attempts; it is not the model's fault.",
                    "Retry later, or tell the operator; the log names the cause."
                ),
                measured
            );
        }
        return true;
    }

    /// <summary>Ends the work in failure, and writes down the damage that it met: both or neither, so that a reader of the one finds the
    /// other.</summary>
    async Task FailAsync(WorkLease lease, Failure failure, MeasuredWork measured, DamageException? damage = null)
    {
        (measured.Outcome, measured.Code) = (WorkOutcome.Failed, failure.Code);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var handler = HandlerOf(scope.ServiceProvider, lease.Kind);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.HoldSubjectAsync(lease.SubjectId, CancellationToken.None);
        // A worker that has lost its lease without knowing it may look for what the next one has used up: that is no damage.
        if (!await scope.ServiceProvider.GetRequiredService<WorkQueue>().FailAsync(lease, failure.Message, CancellationToken.None))
            return;
        await handler.FailAsync(lease, failure, CancellationToken.None);
        if (damage is not null)
            await db.RecordAsync(damage, time.GetUtcNow().UtcDateTime, CancellationToken.None);
        await transaction.CommitAsync();
    }

    async Task GiveBackAsync(WorkLease lease, string? error)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WorkQueue>().GiveBackAsync(lease, error, CancellationToken.None);
    }

    async Task<bool> MakeRoomAsync(WorkLease lease)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await HandlerOf(scope.ServiceProvider, lease.Kind).MakeRoomAsync(lease, CancellationToken.None);
    }

    void MakeRoomInCache()
    {
        try
        {
            if (new CacheRoom(options, time).Make() is > 0 and var removed)
                log.LogInformation("freed disk space: {Count} unused models and copies of blobs were removed from the cache", removed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process makes room too, or the disk is read-only.
            log.LogInformation("no room could be made in the cache ({Reason})", error.Message);
        }
    }

    static Failure DoesNotFit { get; } =
        new(
            "storage-full",
            "What this unpacks does not fit the disk of the machine that does it; nothing of it was kept.",
            "Ask the operator for a larger disk (Bench:UnpackDirectory), or register it in parts."
        );

    static Failure PicturesMissing(Exception error) =>
        new(
            "dataset-missing",
            Sentence.Of(error.Message),
            "Ask the operator to mount the datasets root on every worker, or to put the picture back; then retry."
        );

    static Failure MayNotUnpack { get; } =
        new(
            "store-refused",
            "No worker may write the folder into which archives are unpacked.",
            "Give the workers' user the right to write Bench:UnpackDirectory, or unpack the archive yourself; then delete the dataset "
                + "and register it again."
        );

    static TimeSpan Later(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(1);
}
