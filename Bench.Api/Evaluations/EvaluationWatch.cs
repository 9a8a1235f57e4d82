using System.Runtime.CompilerServices;
using Bench.Api.Readers;
using Bench.Data.Evaluations;
using Bench.Service.Access;

namespace Bench.Api.Evaluations;

/// <summary>Watches evaluations for whoever waits. Workers may be other machines, so the database is asked, twice a second for each that is
/// watched.</summary>
/// <remarks>Each look is made with what its reader may see at that moment: whoever has lost the right to see an evaluation is told as much
/// as of one that was deleted.</remarks>
internal sealed class EvaluationWatch(IServiceScopeFactory scopes, LastingReader reader, TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when the evaluation has ended, or the time is up.</summary>
    public async Task UntilFinalAsync(Guid id, Caller? caller, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var end = time.GetUtcNow() + wait; time.GetUtcNow() < end; await timer.WaitForNextTickAsync(cancellationToken))
            if ((await LookAsync(id, caller, cancellationToken)).State.IsFinal())
                return;
    }

    /// <summary>The evaluation at every look, until it has ended.</summary>
    public async IAsyncEnumerable<EvaluationView> WatchAsync(
        Guid id,
        Caller? caller,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(Interval, time);
        EvaluationView view;
        do
        {
            view = await LookAsync(id, caller, cancellationToken);
            yield return view;
        } while (!view.State.IsFinal() && await timer.WaitForNextTickAsync(cancellationToken));
    }

    async Task<EvaluationView> LookAsync(Guid id, Caller? caller, CancellationToken cancellationToken)
    {
        await reader.LookAgainAsync(caller, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EvaluationReader>().ViewAsync(id, cancellationToken);
    }
}
