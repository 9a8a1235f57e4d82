using System.Runtime.CompilerServices;
using Bench.Api.Readers;
using Bench.Data.Evaluations;
using Bench.Service.Access;
using Bench.Service.Evaluations;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations;

/// <summary>Watches evaluations for the readers who wait. Looks at the database, and views that are read from it, are shared
/// by all who watch: see <see cref="EvaluationPulse"/>.</summary>
/// <remarks>A reader's right is asked again before anything new is sent, and now and then
/// also while nothing is new. A reader who has lost the right gets the same answer as for an evaluation that was
/// deleted. A watch ends with the process: readers come back to another.</remarks>
internal sealed class EvaluationWatch(
    IServiceScopeFactory scopes,
    EvaluationPulse pulse,
    LastingReader reader,
    RequestSight sight,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    /// <summary>Every how many looks it is asked whether a reader of whom there is nothing new may still see it: 2
    /// seconds.</summary>
    const int Seldom = 4;

    /// <summary>Returns when the evaluation has ended, or the time is up.</summary>
    /// <exception cref="RefusalException">There is none, or no longer for this caller.</exception>
    public async Task UntilFinalAsync(Guid id, Caller? caller, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token, lifetime.ApplicationStopping);
        var watched = pulse.Begin(id);
        reader.Expect(caller);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var state = (await scope.ServiceProvider.GetRequiredService<EvaluationReader>().FindAsync(id, either.Token)).State;
            while (!state.IsFinal())
            {
                var look = await watched.Next.WaitAsync(either.Token);
                if (look is null || look.State.IsFinal() || look.Number % Seldom == 0)
                    look = await RequireAsync(watched, look, caller, either.Token);
                state = look.State;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up, or the process ends.
        }
        finally
        {
            pulse.End(watched);
        }
    }

    /// <summary>The evaluation at every look, until it has ended.</summary>
    /// <param name="id">Of the evaluation.</param>
    /// <param name="revision">The revision that the caller was let in with.</param>
    /// <param name="caller">Who watches; null for a reader without a key.</param>
    /// <param name="cancellationToken">Ends it, with an exception.</param>
    /// <exception cref="RefusalException">There is none, or no longer for this caller.</exception>
    public async IAsyncEnumerable<EvaluationView> WatchAsync(
        Guid id,
        long revision,
        Caller? caller,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var watched = pulse.Begin(id);
        reader.Expect(caller);
        try
        {
            var view = await ViewAsync(watched, revision, cancellationToken);
            yield return view;
            while (!view.State.IsFinal())
            {
                var look = await watched.Next.WaitAsync(cancellationToken);
                var isNew = look?.IsNewTo(view) != false;
                if (isNew || look!.Number % Seldom == 0)
                    look = await RequireAsync(watched, look, caller, cancellationToken);
                if (isNew)
                    view =
                        look!.Revision > view.Revision
                            ? await ViewAsync(watched, look.Revision, cancellationToken)
                            : view with
                            {
                                Progress = look.Progress,
                            };
                yield return view;
            }
        }
        finally
        {
            pulse.End(watched);
        }
    }

    async Task<EvaluationLook> RequireAsync(
        WatchedEvaluation watched,
        EvaluationLook? look,
        Caller? caller,
        CancellationToken cancellationToken
    )
    {
        if (look is not null)
            await reader.LookAgainAsync(caller, look.Number, cancellationToken);
        return look is null || sight.Current.Hides(look.DatasetId, look.ModelId) ? throw EvaluationQueries.Unknown(watched.Id) : look;
    }

    Task<EvaluationView> ViewAsync(WatchedEvaluation watched, long revision, CancellationToken cancellationToken) =>
        watched
            .ViewAsync(
                revision,
                sight.Current.Version,
                async () =>
                {
                    await using var scope = scopes.CreateAsyncScope();
                    return await scope.ServiceProvider.GetRequiredService<EvaluationReader>().ViewAsync(watched.Id, CancellationToken.None);
                }
            )
            .WaitAsync(cancellationToken);
}
