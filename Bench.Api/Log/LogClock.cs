using Bench.Data;
using Bench.Workers.Jobs;

namespace Bench.Api.Log;

/// <summary>Signs a head over the entries since the last one, asked for or not: what was submitted cannot
/// be left out later.</summary>
internal sealed class LogClock(IServiceScopeFactory scopes, TransparencyLog transparency, TimeProvider time, ILogger<LogClock> log)
    : RepeatedWork(Every, time, log, waitsFirst: true)
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await transparency.HeadAsync(scope.ServiceProvider.GetRequiredService<BenchDb>(), cancellationToken);
    }
}
