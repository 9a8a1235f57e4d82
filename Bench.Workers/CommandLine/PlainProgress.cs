using System.Diagnostics;
using System.Globalization;
using Bench.Data.Work;

namespace Bench.Workers.CommandLine;

/// <summary>A line for each stage, and every ten seconds one that says how far it is: for logs.</summary>
internal sealed class PlainProgress(TextWriter output) : IProgressLine
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    WorkKind? _stage;
    long _told;

    public Task RunAsync(Func<WorkInProcess.Report, Task> work) => work(Report);

    void Report(WorkKind kind, int done, int total, double? perSecond)
    {
        if (_stage == kind && (total == 0 || Stopwatch.GetElapsedTime(_told) < Interval))
            return;
        output.WriteLine(_stage == kind ? Line(kind, done, total, perSecond) : Stages.Name(kind));
        (_stage, _told) = (kind, Stopwatch.GetTimestamp());
    }

    static string Line(WorkKind kind, int done, int total, double? perSecond) =>
        perSecond is > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Stages.Name(kind)}: {done:N0} of {total:N0}, {perSecond:N0} images/s, "
                    + $"{TimeSpan.FromSeconds((total - done) / perSecond.Value):h\\:mm\\:ss} to go"
            )
            : string.Create(CultureInfo.InvariantCulture, $"{Stages.Name(kind)}: {done:N0} of {total:N0}");
}
