using Bench.Data;

namespace Bench.Workers.Jobs;

/// <summary>Asks the database for its time twice a minute, and says so once where this machine's clock is far off.</summary>
internal sealed class DatabaseClock(DatabaseTime clock, IServiceScopeFactory scopes, ILogger<DatabaseClock> log)
    : RepeatedWork(TimeSpan.FromSeconds(30), clock, log)
{
    static readonly TimeSpan FarOff = TimeSpan.FromSeconds(5);

    bool _isFarOff;

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ahead = await clock.AskAsync(scope.ServiceProvider.GetRequiredService<PostgresBenchDb>(), cancellationToken);
        var isFarOff = ahead.Duration() > FarOff;
        if (isFarOff && !_isFarOff)
            Log.LogWarning(
                "this machine's clock is {Seconds:F0} seconds {Direction} the database's, by which Bench goes",
                ahead.Duration().TotalSeconds,
                ahead > TimeSpan.Zero ? "ahead of" : "behind"
            );
        else if (_isFarOff && !isFarOff)
            Log.LogInformation("this machine's clock and the database's agree again");
        _isFarOff = isFarOff;
    }
}
