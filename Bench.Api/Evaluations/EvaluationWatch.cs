using Bench.Data.Evaluations;

namespace Bench.Api.Evaluations;

/// <summary>Watches evaluations for whoever waits. Workers may be other machines, so the database is asked, twice a second for each that is
/// watched.</summary>
internal sealed class EvaluationWatch(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when the evaluation has ended, or the time is up.</summary>
    public async Task UntilFinalAsync(Guid id, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var end = time.GetUtcNow() + wait; time.GetUtcNow() < end && !(await LookAsync(id, cancellationToken)).State.IsFinal(); )
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    /// <summary>The evaluation at every look, until it has ended.</summary>
    public async IAsyncEnumerable<EvaluationView> WatchAsync(
        Guid id,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(Interval, time);
        EvaluationView view;
        do
        {
            view = await LookAsync(id, cancellationToken);
            yield return view;
        } while (!view.State.IsFinal() && await timer.WaitForNextTickAsync(cancellationToken));
    }

    async Task<EvaluationView> LookAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EvaluationReader>().ViewAsync(id, cancellationToken);
    }
}
