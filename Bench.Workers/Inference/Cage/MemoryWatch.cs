using System.Diagnostics;
using System.Globalization;

namespace Bench.Workers.Inference.Cage;

/// <summary>Kills a child whose private memory outgrows its limit. The kernel's own limit covers the heap; this covers everything, and tells us why the child died.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    readonly Process _process;
    readonly long _limit;
    readonly CancellationTokenSource _stop = new();
    readonly Task _watching;

    public MemoryWatch(Process process, long limitBytes)
    {
        _process = process;
        _limit = limitBytes;
        _watching = WatchAsync();
    }

    public bool Exceeded { get; private set; }

    async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_process.HasExited) return;
                if (AnonymousBytes(_process.Id) <= _limit) continue;
                Exceeded = true;
                _process.Kill(entireProcessTree: true);
                return;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidOperationException)
        {
            // Stopped, or the child went by itself between the question and the kill.
        }
    }

    /// <summary>Private resident memory of a process and all below it; crops are mapped files and do not count.</summary>
    internal static long AnonymousBytes(int processId)
    {
        long total = 0;
        try
        {
            foreach (var line in File.ReadLines($"/proc/{processId}/status"))
                if (line.StartsWith("RssAnon:", StringComparison.Ordinal))
                    total = long.Parse(line.AsSpan("RssAnon:".Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
            foreach (var child in File.ReadAllText($"/proc/{processId}/task/{processId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                total += AnonymousBytes(int.Parse(child, CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has just gone.
        }
        return total;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }
}
