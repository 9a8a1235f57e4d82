using Bench.Api.Auth;
using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Readers;
using Bench.Service.Refusals;

namespace Bench.Api.Readers;

/// <summary>Finds out again what the sender of a request may see, for answers that go on for longer than a right may last.</summary>
internal sealed class LastingReader(IServiceScopeFactory scopes, RequestSight sight, ApiKeys keys, BenchOptions options)
{
    /// <param name="caller">Who sent the request; null for a reader without a key.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="RefusalException">The key has ended, and without one nothing is read here.</exception>
    public async Task LookAgainAsync(Caller? caller, CancellationToken cancellationToken)
    {
        if (caller is not null)
        {
            caller = await keys.FindAsync(caller.KeyId, cancellationToken);
            if (caller is null && !options.OpenReading)
                throw new RefusalException(
                    RefusalKind.Unauthenticated,
                    "key-unknown",
                    "The key has ended, or was revoked.",
                    "Ask the operator for a new one."
                );
        }
        await using var scope = scopes.CreateAsyncScope();
        sight.See(await scope.ServiceProvider.GetRequiredService<Sights>().OfAsync(caller, cancellationToken));
    }
}
