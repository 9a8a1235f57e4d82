using System.Text;
using Microsoft.Diagnostics.Runtime;

namespace Bench.Tests.Fixtures;

/// <summary>Where every thread and every unfinished asynchronous method of this process is, for a wait that ended in vain.</summary>
/// <remarks>
/// A hang that happens once in a thousand runs leaves no other trace. The report comes from a snapshot of the process, which takes seconds
/// and as much disk as the process has memory, so only the first wait of a process gets one.
/// </remarks>
static class StandStill
{
    /// <summary>Bits of a task's state that say that it has ended.</summary>
    const int Ended = 0x200000 | 0x400000 | 0x1000000;

    static int _reports;

    public static string Report()
    {
        if (Interlocked.Increment(ref _reports) > 1)
            return "(an earlier failure of this run has the threads)";
        var text = new StringBuilder($"pool: {ThreadPool.ThreadCount} threads, {ThreadPool.PendingWorkItemCount} items wait\n");
        try
        {
            using var snapshot = DataTarget.CreateSnapshotAndAttach(Environment.ProcessId);
            var access = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libmscordaccore.so");
            using var runtime = snapshot.ClrVersions[0].CreateRuntime(access, ignoreMismatch: true);
            AppendThreads(text, runtime);
            AppendMethods(text, runtime);
        }
        catch (Exception error)
            when (error is ClrDiagnosticsException or IOException or InvalidOperationException or PlatformNotSupportedException)
        {
            text.Append("no snapshot: ").AppendLine(error.Message);
        }
        return text.ToString();
    }

    static void AppendThreads(StringBuilder text, ClrRuntime runtime)
    {
        var stacks = runtime
            .Threads.Where(thread => thread.IsAlive)
            .Select(thread =>
                string.Join(
                    "\n  ",
                    thread.EnumerateStackTrace().Where(frame => frame.Method is not null).Take(25).Select(frame => frame.Method!.Signature)
                )
            )
            .Where(stack => stack.Contains("Bench.", StringComparison.Ordinal));
        foreach (var same in stacks.GroupBy(stack => stack))
            text.AppendLine($"{same.Count()} threads:\n  {same.Key}");
    }

    /// <summary>What is awaited is on no stack.</summary>
    static void AppendMethods(StringBuilder text, ClrRuntime runtime)
    {
        var waiting = runtime
            .Heap.EnumerateObjects()
            .Where(value => value.Type?.Name is { } name && name.Contains("AsyncStateMachineBox<Bench.", StringComparison.Ordinal))
            .Where(value => (value.ReadField<int>("m_stateFlags") & Ended) == 0)
            .GroupBy(value => value.Type!.Name!);
        foreach (var method in waiting.OrderByDescending(method => method.Count()).Take(60))
            text.AppendLine($"{method.Count()} unfinished: {method.Key}");
    }
}
