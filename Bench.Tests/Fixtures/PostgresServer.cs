using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Bench.Tests.Fixtures;

/// <summary>A private Postgres cluster in a folder of its own, reached through a socket in that folder. It ends with this process, however
/// this process ends.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    const string FolderPrefix = "bench-postgres-";

    /// <summary>Room that a whole test run takes, many times over.</summary>
    const long RoomInMemory = 4L << 30;

    /// <summary>Where folders are made: in memory, if there is room. Each database is 300 files, and a run makes and removes hundreds of
    /// databases.</summary>
    static readonly string Home = IsRoomy("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <remarks>The shell reads our end of a pipe, a word a line: when that closes, by us or by our death, it stops the server and removes
    /// the folder.</remarks>
    const string Guardian = """
        trap '' INT TERM HUP
        folder=$1; shift
        "$@" & server=$!
        while read -r word; do
            case $word in
                stop) kill -INT $server; wait $server ;;
                start) "$@" & server=$! ;;
            esac
        done
        kill -QUIT $server; wait
        rm -rf "$folder"
        """;

    readonly Process _guardian;

    PostgresServer(Process guardian, string folder)
    {
        _guardian = guardian;
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = folder,
            Username = "postgres",
            Database = "postgres",
        }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<PostgresServer> StartAsync(PostgresBinaries binaries)
    {
        RemoveAbandoned();
        var folder = Path.Combine(Home, $"{FolderPrefix}{Environment.ProcessId}-{Guid.NewGuid():N}"[..40]);
        // Whoever the server runs as makes its own data folder in here.
        await RunAsync("mkdir", "-m", "0777", folder);
        var data = Path.Combine(folder, "data");
        string[] initdb = [.. binaries.Drop, Path.Combine(binaries.Folder, "initdb")];
        await RunAsync([
            .. initdb,
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ]);

        var server = Start(
            "sh",
            [
                "-c",
                Guardian,
                "guardian",
                folder,
                .. binaries.Drop,
                Path.Combine(binaries.Folder, "postgres"),
                "-D",
                data,
                "-k",
                folder,
                "-c",
                "listen_addresses=",
                "-c",
                "max_connections=300",
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "full_page_writes=off",
                "-c",
                "max_wal_size=256MB",
            ]
        );
        await ReadyAsync(server);
        return new PostgresServer(server, folder);
    }

    /// <summary>Stops it without waiting for anybody; what was connected is cut off.</summary>
    public Task StopAsync() => SayAsync("stop", isUp: false);

    /// <summary>Starts it again over the same data.</summary>
    public Task StartAgainAsync() => SayAsync("start", isUp: true);

    async Task SayAsync(string word, bool isUp)
    {
        await _guardian.StandardInput.WriteLineAsync(word);
        await _guardian.StandardInput.FlushAsync();
        using var patience = new CancellationTokenSource(Patience.Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await IsUpAsync() != isUp)
            await timer.WaitForNextTickAsync(patience.Token);
    }

    async Task<bool> IsUpAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    static bool IsRoomy(string folder) => Directory.Exists(folder) && new DriveInfo(folder).AvailableFreeSpace >= RoomInMemory;

    static async Task RunAsync(params string[] command)
    {
        using var process = Start(command[0], command[1..]);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {string.Concat(said)}");
    }

    /// <summary>Waits for the server's own word that it takes connections, and goes on reading its log so that the pipe never
    /// fills.</summary>
    static async Task ReadyAsync(Process server)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new List<string>();
        server.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                ready.TrySetException(new InvalidOperationException($"Postgres did not start: {string.Join('\n', log)}"));
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
            else if (!ready.Task.IsCompleted)
                log.Add(line.Data);
        };
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        await ready.Task.WaitAsync(Patience.Deadline);
    }

    /// <summary>Folders whose test run is gone and whose guardian was killed with it.</summary>
    static void RemoveAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(Home, $"{FolderPrefix}*"))
        {
            var owner = int.Parse(Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0], CultureInfo.InvariantCulture);
            if (Directory.Exists($"/proc/{owner}"))
                continue;
            var server = Path.Combine(folder, "data", "postmaster.pid");
            if (
                File.Exists(server)
                && int.TryParse(File.ReadLines(server).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
                && Processes.CommandLine(pid).Contains(folder, StringComparison.Ordinal)
            )
                Process.GetProcessById(pid).Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    static Process Start(string file, IEnumerable<string> arguments) =>
        Process.Start(
            new ProcessStartInfo(file, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            }
        )!;

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        _guardian.Dispose();
    }
}
