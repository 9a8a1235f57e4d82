namespace Bench.Api.Leaderboard;

/// <summary>One read shared by all who ask before it starts. Nobody gets an answer older than the question, and a
/// thousand questions at once cost two reads.</summary>
internal sealed class SharedRead<T>(Func<Task<T>> read)
{
    readonly Lock _gate = new();
    Task<T>? _running;
    Task<T>? _next;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_next is null && _running is null or { IsCompleted: true })
                return (_running = Task.Run(read, CancellationToken.None)).WaitAsync(cancellationToken);
            return (_next ??= AfterAsync(_running!)).WaitAsync(cancellationToken);
        }
    }

    async Task<T> AfterAsync(Task<T> previous)
    {
        await ((Task)previous).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        // From here on the read may miss what is written, so requests from now on wait for the next one.
        lock (_gate)
            (_running, _next) = (_next, null);
        return await read();
    }
}
