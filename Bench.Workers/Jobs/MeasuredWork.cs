using System.Diagnostics;
using Bench.Data.Work;

namespace Bench.Workers.Jobs;

/// <summary>One taking of a piece of work while it is measured; disposed when it has ended.</summary>
public sealed class MeasuredWork(WorkMeter meter, WorkLease lease, Activity? span) : IDisposable
{
    readonly long _start = Stopwatch.GetTimestamp();

    public WorkOutcome Outcome { get; set; } = WorkOutcome.GivenBack;

    /// <summary>Code of the failure.</summary>
    public string? Code { get; set; }

    public void Dispose()
    {
        meter.End(lease, Outcome, Code, Stopwatch.GetElapsedTime(_start));
        if (Outcome == WorkOutcome.Failed)
            span?.SetStatus(ActivityStatusCode.Error, Code);
        span?.SetTag("bench.outcome", WorkMeter.Word(Outcome));
        span?.Dispose();
    }
}
