using Bench.Data.Access;

namespace Bench.Api.Readers;

/// <summary>The sight of the caller whose request is being answered, in everything that the request starts.
/// Outside of requests, in jobs and sweeps, everything is seen.</summary>
/// <remarks>A read of a request whose sender is not known yet fails: nothing is read with other eyes by
/// mistake.</remarks>
internal sealed class RequestSight : ISightSource
{
    readonly AsyncLocal<Eyes?> _request = new();

    public Sight Current =>
        _request.Value is not { } eyes
            ? Sight.Everything
            : eyes.Sight ?? throw new InvalidOperationException("The database is read before it is known for whom: see SightMiddleware.");

    /// <summary>A request begins; its caller is not known yet.</summary>
    public void Begin() => _request.Value = new Eyes();

    /// <summary>The request's sender is known.</summary>
    public void See(Sight sight) => (_request.Value ??= new Eyes()).Sight = sight;

    sealed class Eyes
    {
        public Sight? Sight { get; set; }
    }
}
