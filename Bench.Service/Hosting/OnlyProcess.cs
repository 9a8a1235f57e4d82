using Bench.Data;
using Bench.Service.Work;

namespace Bench.Service.Hosting;

/// <summary>Held by the one process that serves over an SQLite database, until it ends, however it ends: when it starts
/// it takes back whatever work is under way, which would be that of another.</summary>
public sealed class OnlyProcess(BenchOptions options) : IDisposable
{
    FileStream? _held;

    /// <exception cref="FailureException">Another process serves over this database.</exception>
    public void Take()
    {
        Directory.CreateDirectory(options.DataPath);
        try
        {
            _held ??= new FileStream($"{options.SqlitePath}.serving", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (FileInUse.Is(error))
        {
            throw new FailureException(
                "data-in-use",
                $"Another process serves over {options.SqlitePath}, and SQLite belongs to one. End that one, give this one a "
                    + "Bench:DataDirectory of its own, or let several share a Postgres (ConnectionStrings:Bench).",
                "End the other process, or give this one a Bench:DataDirectory of its own."
            );
        }
    }

    public void Dispose() => _held?.Dispose();
}
