using Bench.Data;
using Bench.Data.Damages;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Log;

/// <summary>Signs a head over whatever came since the last one, whether or not somebody asks: what was submitted cannot be left out
/// later.</summary>
internal sealed class LogClock(IServiceScopeFactory scopes, TransparencyLog transparency, TimeProvider time, ILogger<LogClock> log)
    : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await transparency.HeadAsync(scope.ServiceProvider.GetRequiredService<BenchDb>(), stoppingToken);
            }
            catch (Exception error)
                when (error is System.Data.Common.DbException or DbUpdateException or DamageException or InvalidOperationException)
            {
                log.LogError(error, "no tree head could be signed; the next attempt is in {Every}", Every);
            }
        }
    }
}
