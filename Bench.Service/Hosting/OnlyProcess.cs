using System.Diagnostics;
using Bench.Data;
using Bench.Service.Work;

namespace Bench.Service.Hosting;

/// <summary>Held by the one process that serves over an SQLite database, until it ends, however it ends: when it starts
/// it takes back whatever work is under way, which would be that of another.</summary>
public sealed class OnlyProcess(BenchOptions options) : IDisposable
{
    /// <summary>How long one that is ending is waited for. Its lock may outlive it by a moment: a child that it was starting
    /// holds each of its files until it runs a program of its own.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    FileStream? _held;

    /// <exception cref="FailureException">Another process serves over this database.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(options.DataPath);
        var since = Stopwatch.GetTimestamp();
        while (_held is null)
            try
            {
                _held = new FileStream($"{options.SqlitePath}.serving", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (FileInUse.Is(error))
            {
                if (Stopwatch.GetElapsedTime(since) > Patience)
                    throw new FailureException(
                        "data-in-use",
                        $"Another process serves over {options.SqlitePath}, and SQLite belongs to one. End that one, give this one a "
                            + "Bench:DataDirectory of its own, or let several share a Postgres (ConnectionStrings:Bench).",
                        "End the other process, or give this one a Bench:DataDirectory of its own."
                    );
                await Task.Delay(Pause, cancellationToken);
            }
    }

    public void Dispose() => _held?.Dispose();
}
