namespace Bench.Workers.Jobs;

/// <summary>How long an idle worker waits before it looks again: twice as long each time, up to what keeps the whole
/// fleet at some four looks a second.</summary>
/// <param name="longest">Longest wait, however large the fleet is.</param>
internal sealed class IdleWait(TimeSpan longest)
{
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    TimeSpan _next = Shortest;

    /// <summary>There was something to do.</summary>
    public void Reset() => _next = Shortest;

    /// <param name="workers">Workers that live, this one included.</param>
    /// <param name="random">A number in [0, 1): workers that began together do not look together.</param>
    public TimeSpan Next(int workers, double random)
    {
        var ceiling = TimeSpan.FromTicks(Math.Clamp(Shortest.Ticks * Math.Max(1, workers), Shortest.Ticks, longest.Ticks));
        var wait = _next < ceiling ? _next : ceiling;
        _next = wait * 2;
        return wait * (0.5 + random / 2);
    }
}
