using System.Runtime.ExceptionServices;

namespace Bench.Workers.Inference;

/// <summary>How far crops are ready, for one who waits: rises as the filler goes on, or ends with the reason why it
/// cannot.</summary>
internal sealed class ReadyMark
{
    readonly object _gate = new();
    int _until;
    ExceptionDispatchInfo? _failure;

    public void Advance(int until)
    {
        lock (_gate)
        {
            _until = Math.Max(_until, until);
            Monitor.PulseAll(_gate);
        }
    }

    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns when all before <paramref name="until"/> are ready.</summary>
    /// <exception cref="Exception">What the filler failed with.</exception>
    public void Wait(int until, CancellationToken cancellationToken)
    {
        if (Reached(until))
            return;
        using var waking = cancellationToken.UnsafeRegister(static mark => ((ReadyMark)mark!).Wake(), this);
        lock (_gate)
        {
            while (!Reached(until))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }
        }
    }

    bool Reached(int until)
    {
        lock (_gate)
        {
            _failure?.Throw();
            return _until >= until;
        }
    }

    void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
