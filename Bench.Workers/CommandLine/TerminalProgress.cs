using System.Globalization;
using Bench.Data.Work;
using Spectre.Console;

namespace Bench.Workers.CommandLine;

/// <summary>A bar with images a second and the time to go.</summary>
internal sealed class TerminalProgress(IAnsiConsole console) : IProgressLine
{
    public Task RunAsync(Func<WorkInProcess.Report, Task> work) =>
        console
            .Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn()
            )
            .StartAsync(async context =>
            {
                WorkKind? stage = null;
                ProgressTask? task = null;
                await work(
                    (kind, done, total, perSecond) =>
                    {
                        if (stage != kind)
                            task?.StopTask();
                        if (stage != kind)
                            task = context.AddTask(Stages.Name(kind));
                        stage = kind;
                        task!.IsIndeterminate = total == 0;
                        task.MaxValue = Math.Max(1, total);
                        task.Value = done;
                        task.Description = Description(kind, done, total, perSecond);
                    }
                );
                task?.StopTask();
            });

    static string Description(WorkKind kind, int done, int total, double? perSecond) =>
        perSecond is > 0 && total > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Stages.Name(kind)}, {perSecond:N0} images/s, {TimeSpan.FromSeconds((total - done) / perSecond.Value):h\\:mm\\:ss} to go"
            )
            : Stages.Name(kind);
}
