using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Storage;

namespace Bench.Workers.Jobs;

/// <summary>Counters of workers, and the spans of their work. Names follow OpenTelemetry's conventions: dots, seconds,
/// singular.</summary>
public sealed class WorkMeter : IDisposable
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = CacheMeter.Meter;

    /// <summary>How long an export keeps a count that does not change. One that is forgotten begins at 0 again, and an
    /// alert on its increase sees nothing: longer than any alert looks back.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    readonly ActivitySource _spans = new(Name, BenchVersion.Text);
    readonly Counter<long> _ended;
    readonly Histogram<double> _duration;
    readonly Counter<long> _images;

    public WorkMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name, BenchVersion.Text);
        _ended = meter.CreateCounter<long>("work.ended", "{item}", "Takings of work that ended, by kind, outcome and code of the failure.");
        _duration = meter.CreateHistogram<double>("work.duration", "s", "How long a taking of work lasted, by kind and outcome.");
        _images = meter.CreateCounter<long>("images", "{image}", "Images that models have been run over.");
    }

    /// <summary>Begins a span that goes on from where the work was made: from the request of an upload to its
    /// score.</summary>
    public MeasuredWork Begin(WorkLease lease)
    {
        ActivityContext.TryParse(lease.TraceParent, null, isRemote: true, out var parent);
        var span = _spans.StartActivity(lease.Kind.ToString(), ActivityKind.Consumer, parent);
        span?.SetTag("bench.subject", lease.SubjectId).SetTag("bench.attempt", lease.Attempt);
        return new MeasuredWork(this, lease, span);
    }

    public static string Word(WorkOutcome outcome) =>
        outcome switch
        {
            WorkOutcome.Done => "done",
            WorkOutcome.Failed => "failed",
            WorkOutcome.Lost => "lost",
            _ => "given-back",
        };

    internal void End(WorkLease lease, WorkOutcome outcome, string? code, TimeSpan took)
    {
        var (kind, word) = (
            KeyValuePair.Create("kind", (object?)lease.Kind.ToString()),
            KeyValuePair.Create("outcome", (object?)Word(outcome))
        );
        _ended.Add(1, kind, word, KeyValuePair.Create("code", (object?)(code ?? "")));
        _duration.Record(took.TotalSeconds, kind, word);
        if ((lease.Kind, outcome) == (WorkKind.RunShard, WorkOutcome.Done))
            _images.Add(lease.Count);
    }

    public void Dispose() => _spans.Dispose();
}
