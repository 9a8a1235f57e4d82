namespace Bench.Workers.CommandLine;

/// <summary>Where a command says how far it is: a bar on a terminal, lines elsewhere. Always standard error, so that
/// standard output is the result alone.</summary>
internal interface IProgressLine
{
    /// <summary>Runs the work, which reports while it runs.</summary>
    Task RunAsync(Func<WorkInProcess.Report, Task> work);
}
