namespace Bench.Api.Evaluations;

/// <summary>A request's leave to hold whole predictions in memory: 100 MB for 50,000 images of 1,000 classes. Two requests have it at a
/// time; the others wait. It ends when the answer begins, so that a slow reader holds no seat.</summary>
internal sealed class PredictionSeat(PredictionSeats seats, IHttpContextAccessor accessor) : IDisposable
{
    bool _isTaken;

    /// <summary>Waits for the leave; a request that has it goes on.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (_isTaken)
            return;
        await seats.Free.WaitAsync(cancellationToken);
        _isTaken = true;
        if (accessor.HttpContext is { Response.HasStarted: false } http)
            http.Response.OnStarting(() =>
            {
                Dispose();
                return Task.CompletedTask;
            });
    }

    public void Dispose()
    {
        if (!_isTaken)
            return;
        _isTaken = false;
        seats.Free.Release();
    }
}

/// <summary>The process's seats.</summary>
internal sealed class PredictionSeats : IDisposable
{
    public const int AtOnce = 2;

    public SemaphoreSlim Free { get; } = new(AtOnce);

    public void Dispose() => Free.Dispose();
}
