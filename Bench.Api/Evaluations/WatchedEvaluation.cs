using Bench.Service;

namespace Bench.Api.Evaluations;

/// <summary>One evaluation that is watched, and what all its readers in this process share: the looks at it, and what
/// it is as a whole.</summary>
internal sealed class WatchedEvaluation(Guid id)
{
    /// <summary>Readers with so many different sights do not come; should they, views are read again.</summary>
    const int MostSights = 32;

    readonly Lock _gate = new();
    readonly Dictionary<string, SharedLatest<EvaluationView>> _views = [];
    TaskCompletionSource<EvaluationLook?> _next = Promise();

    public Guid Id => id;

    /// <summary>How many watch it; counted by <see cref="EvaluationPulse"/>.</summary>
    public int Readers { get; set; }

    /// <summary>The next look; null where the evaluation is no longer there. A reader that is slow misses looks, and
    /// loses nothing: each tells all.</summary>
    public Task<EvaluationLook?> Next
    {
        get
        {
            lock (_gate)
                return _next.Task;
        }
    }

    public void Tell(EvaluationLook? look)
    {
        TaskCompletionSource<EvaluationLook?> told;
        lock (_gate)
            (told, _next) = (_next, Promise());
        told.SetResult(look);
    }

    /// <summary>The whole of it, of this revision or a newer one: read once for all who see the same.</summary>
    /// <param name="revision">The oldest that will do.</param>
    /// <param name="sight">Version of the sight that it is read with.</param>
    /// <param name="readAsync">Reads it, for no request in particular.</param>
    public Task<EvaluationView> ViewAsync(long revision, string sight, Func<Task<EvaluationView>> readAsync)
    {
        lock (_gate)
        {
            if (!_views.TryGetValue(sight, out var view))
            {
                if (_views.Count >= MostSights)
                    _views.Clear();
                _views[sight] = view = new();
            }
            return view.GetAsync(revision, revision, _ => readAsync());
        }
    }

    static TaskCompletionSource<EvaluationLook?> Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
