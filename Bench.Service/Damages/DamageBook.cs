using Bench.Data;
using Bench.Data.Damages;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Service.Damages;

/// <summary>Writes down damage that work has met and gone round, as where another entry's file cannot be read.</summary>
/// <remarks>In a unit of its own: what the work has changed so far is not saved with it.</remarks>
public sealed class DamageBook(IServiceScopeFactory scopes, TimeProvider time)
{
    public async Task RecordAsync(DamageException damage, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        await db.RecordAsync(damage, time.GetUtcNow().UtcDateTime, cancellationToken);
    }
}
