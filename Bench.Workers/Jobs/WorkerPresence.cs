using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Storage;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.SelfTest;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Jobs;

/// <summary>Keeps this process's row among the workers: tests itself at the start, and says that it lives from then on, and whether it may
/// still write the store.</summary>
internal sealed class WorkerPresence(
    IServiceScopeFactory scopes,
    WorkerSelfTest test,
    StoreRights rights,
    InferenceOptions options,
    BenchOptions bench,
    TimeProvider time,
    ILogger<WorkerPresence> log
) : RepeatedWork(Worker.SeenWithin / 4, time, log)
{
    static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    readonly Guid _id = Guid.CreateVersion7();
    readonly DateTime _startedAt = time.GetUtcNow().UtcDateTime;
    readonly Lock _gate = new();
    SelfTestResult? _result;
    bool _isRefused;
    bool _isUnseen;
    Task? _left;

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await TestAsync(cancellationToken);
        await SeenAsync(cancellationToken);
        await SayAliveAsync(cancellationToken);
    }

    /// <summary>Writes the file that a health check looks at, where one is named. On a full disk the worker works all the same.</summary>
    internal async Task SayAliveAsync(CancellationToken cancellationToken)
    {
        if (bench.AliveFile is not { Length: > 0 } file)
            return;
        try
        {
            await File.WriteAllTextAsync(file, "", cancellationToken);
            _isUnseen = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_isUnseen)
                Log.LogWarning("{Reason}; a health check of Bench:AliveFile will report this worker as dead", error.Message);
            _isUnseen = true;
        }
    }

    /// <summary>Tests once; later calls give the same result.</summary>
    public async Task<SelfTestResult> TestAsync(CancellationToken cancellationToken)
    {
        if (_result is not null)
            return _result;
        if (!options.SelfTest)
            return new SelfTestResult(true, options.ProviderList[0], "", null, [], null);
        _result = await test.RunAsync(cancellationToken);
        if (!_result.Passed)
            Log.LogError("the self-test failed: {Message}", _result.Message);
        foreach (var warning in _result.Warnings)
            Log.LogWarning("{Warning}", warning);
        return _result;
    }

    public async Task SeenAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var result = await TestAsync(cancellationToken);
        var wrong = result.Message ?? await WhyNotWritableAsync(cancellationToken);
        bool? passed =
            wrong is not null ? false
            : options.SelfTest ? result.Passed
            : null;
        var now = Time.GetUtcNow().UtcDateTime;
        if (
            await db
                .Workers.Where(worker => worker.Id == _id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(worker => worker.SeenAt, now)
                            .SetProperty(worker => worker.SelfTestPassed, passed)
                            .SetProperty(worker => worker.SelfTestMessage, wrong),
                    cancellationToken
                ) > 0
        )
            return;
        await db.Workers.Where(worker => worker.SeenAt < now - Remembered).ExecuteDeleteAsync(cancellationToken);
        db.Workers.Add(
            new Worker
            {
                Id = _id,
                Machine = Environment.MachineName,
                ProcessId = Environment.ProcessId,
                Version = BenchVersion.Text,
                Provider = result.Provider,
                Device = result.Provider == "cpu" ? null : options.DeviceId,
                Cage = result.Cage,
                SelfTestPassed = passed,
                SelfTestMessage = wrong,
                StartedAt = _startedAt,
                SeenAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The store's refusal for everybody to read: without the store's own words, which name a folder or a
    /// bucket.</summary>
    async Task<string?> WhyNotWritableAsync(CancellationToken cancellationToken)
    {
        var refusal = await rights.FindRefusalAsync(cancellationToken);
        if (refusal is not null && !_isRefused)
            Log.LogError("{Reason}; this worker returns its work to the queue", refusal.Message);
        else if (refusal is null && _isRefused)
            Log.LogInformation("the store of blobs can be written again");
        _isRefused = refusal is not null;
        return refusal is null ? null : "it may not write the store of blobs";
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A host may be stopped by two callers at once, and ends when either is done.
        Task left;
        lock (_gate)
            left = _left ??= LeaveAsync(cancellationToken);
        await left;
    }

    async Task LeaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<BenchDb>()
                .Workers.Where(worker => worker.Id == _id)
                .ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception error) when (TransientFault.Is(error))
        {
            // It is not seen again, which says as much a minute later.
        }
    }
}
