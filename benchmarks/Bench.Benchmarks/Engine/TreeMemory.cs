using System.Globalization;

namespace Bench.Benchmarks.Engine;

/// <summary>Peak private memory of this process and of all below it, looked at ten times a second. Mapped files (the crops) are not
/// private.</summary>
internal sealed class TreeMemory : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly Task _watching;

    public TreeMemory() => _watching = WatchAsync();

    public long PeakTotal { get; private set; }

    public long PeakChildren { get; private set; }

    async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            do
            {
                var (own, children) = (Anonymous(Environment.ProcessId), Children(Environment.ProcessId).Sum(WithChildren));
                PeakTotal = Math.Max(PeakTotal, own + children);
                PeakChildren = Math.Max(PeakChildren, children);
            } while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    static long WithChildren(int process) => Anonymous(process) + Children(process).Sum(WithChildren);

    /// <summary>A child belongs to the thread that started it.</summary>
    static List<int> Children(int process)
    {
        var children = new List<int>();
        try
        {
            foreach (var thread in Directory.GetDirectories($"/proc/{process}/task"))
                children.AddRange(
                    File.ReadAllText(Path.Combine(thread, "children"))
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
                );
        }
        catch (IOException)
        {
            // A thread or the process has just gone.
        }
        return children;
    }

    static long Anonymous(int process)
    {
        try
        {
            return
                File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
                    is { } line
                ? long.Parse(line.AsSpan("RssAnon:".Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024
                : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }
}
