namespace Bench.Workers.Inference;

/// <summary>How far crops are ready, for one who waits: rises as the filler goes on, or ends with the reason why it cannot.</summary>
internal sealed class ReadyMark
{
    readonly Lock _gate = new();
    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _until;
    Exception? _failure;

    public void Advance(int until) => Change(() => _until = Math.Max(_until, until));

    public void Fail(Exception failure) => Change(() => _failure = failure);

    /// <summary>Completes when all before <paramref name="until"/> are ready.</summary>
    /// <exception cref="Exception">What the filler failed with.</exception>
    public async ValueTask WaitAsync(int until, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
                if (_until >= until) return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    void Change(Action change)
    {
        TaskCompletionSource woken;
        lock (_gate)
        {
            change();
            woken = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        woken.SetResult();
    }
}
