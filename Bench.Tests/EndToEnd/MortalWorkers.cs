using System.Diagnostics;

namespace Bench.Tests.EndToEnd;

/// <summary>Workers of which one is killed (SIGKILL) every now and then, and replaced at once.</summary>
internal sealed class MortalWorkers : IAsyncDisposable
{
    readonly ServerProcess[] _workers;
    readonly Random _random;
    readonly Func<ServerProcess> _start;

    public MortalWorkers(int count, int seed, Func<ServerProcess> start)
    {
        (_random, _start) = (new Random(seed), start);
        _workers = [.. Enumerable.Range(0, count).Select(_ => start())];
    }

    public int Kills { get; private set; }

    public async Task KillOneAsync()
    {
        var victim = _random.Next(_workers.Length);
        await _workers[victim].KillAsync();
        await _workers[victim].DisposeAsync();
        _workers[victim] = _start();
        Kills++;
    }

    /// <summary>Kills one after another, one to four seconds apart: sooner than a worker starts, and later than a shard takes.</summary>
    public async Task<int> KillAtRandomAsync(TimeSpan duration)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration; )
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + 3 * _random.NextDouble()), TestContext.Current.CancellationToken);
            await KillOneAsync();
        }
        return Kills;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
    }
}
