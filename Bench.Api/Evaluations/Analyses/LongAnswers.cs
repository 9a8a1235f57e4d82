namespace Bench.Api.Evaluations.Analyses;

/// <summary>Turns of readers who ask for numbers that take seconds of several cores: one at a time in this process, so that a hundred
/// requests at once take no more cores than one does. A request that waits has its <see cref="PredictionSeat"/> already.</summary>
internal sealed class LongAnswers : IDisposable
{
    readonly SemaphoreSlim _one = new(1);

    /// <summary>Waits for the turn, which ends when it is disposed of.</summary>
    public async Task<IDisposable> WaitAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new Turn(_one);
    }

    public void Dispose() => _one.Dispose();

    sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
