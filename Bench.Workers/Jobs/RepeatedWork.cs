using Bench.Data;

namespace Bench.Workers.Jobs;

/// <summary>Something that a process does again and again as long as it lives. Whatever goes wrong in one round ends
/// neither the loop nor the host: the next round finds the same work.</summary>
public abstract class RepeatedWork(TimeSpan interval, TimeProvider time, ILogger log, bool waitsFirst = false) : BackgroundService
{
    bool _isWaiting;

    protected TimeProvider Time => time;

    protected ILogger Log => log;

    /// <summary>One round; the first begins with the host, or after one interval where the constructor is told
    /// so.</summary>
    protected abstract Task RunOnceAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        if (waitsFirst)
            await timer.WaitForNextTickAsync(stoppingToken);
        do await TryOnceAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task TryOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
            if (_isWaiting)
                log.LogInformation("a round ended well again: the database answers, and can be written");
            _isWaiting = false;
        }
        catch (Exception error) when ((TransientFault.Is(error) || StorageFault.Is(error)) && !cancellationToken.IsCancellationRequested)
        {
            // Said once, however long it lasts: of a full disk the log itself may be a part.
            if (!_isWaiting)
                log.LogWarning(
                    "{What} ({Reason}); tried again every {Interval}",
                    StorageFault.Is(error) ? "nothing can be written" : "the database does not answer",
                    error.GetBaseException().Message,
                    interval
                );
            _isWaiting = true;
        }
        catch (Exception error)
        {
            // What the end of the program breaks off is no failure, whatever it throws then: there is no next round.
            if (!cancellationToken.IsCancellationRequested)
                log.LogError(error, "a round failed; the next one is in {Interval}", interval);
        }
    }
}
