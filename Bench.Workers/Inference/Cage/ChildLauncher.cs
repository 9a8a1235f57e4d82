using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bench.Workers.Inference.Cage;

/// <summary>Starts processes from one thread that lives as long as this process: the kernel's parent-death signal
/// follows the thread that started a child, and pool threads come and go.</summary>
internal static class ChildLauncher
{
    static readonly BlockingCollection<Action> Starts = Begin();

    public static Process Start(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>();
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    static BlockingCollection<Action> Begin()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
                start();
        })
        {
            IsBackground = true,
            Name = "child launcher",
        }.Start();
        return starts;
    }
}
