using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Bench.Tests.Fixtures;

/// <summary>The API or a worker as a process of the operating system, so that it can be killed. It ends with the test run, however that
/// ends.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    /// <remarks>Tells the program to stop when we send a line, and kills it when our end of the pipe closes, by us or by our death; else
    /// ends as the program ends.</remarks>
    const string Guardian = """
        exec 3<&0
        "$@" < /dev/null & program=$!
        (read -r line <&3 && kill -TERM $program; cat <&3; kill -KILL $program) > /dev/null 2>&1 &
        wait $program
        """;

    readonly Process _process;
    readonly StringBuilder _output = new();
    readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    ServerProcess(
        string assembly,
        IEnumerable<string> arguments,
        IEnumerable<(string Key, string? Value)> settings,
        string? folder = null,
        string? program = null
    )
    {
        var path = Path.Combine(program ?? AppContext.BaseDirectory, assembly);
        // A program that was published with its runtime is its own file.
        var command = File.Exists(Path.Combine(program ?? "", "libhostfxr.so"))
            ? [Path.ChangeExtension(path, null)]
            : new[] { "dotnet", path };
        var start = new ProcessStartInfo("sh", ["-c", Guardian, "guardian", .. command, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All that it has written so far, standard output and error together.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The process' number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts the API on a free port and waits until it listens.</summary>
    public static Task<(ServerProcess Process, Uri Address)> StartApiAsync(params (string Key, string? Value)[] settings) =>
        StartApiInAsync(null, settings);

    /// <summary>The same with a folder as the process's current one.</summary>
    public static Task<(ServerProcess Process, Uri Address)> StartApiInAsync(
        string? folder,
        params (string Key, string? Value)[] settings
    ) => StartApiAsync(folder, null, settings);

    /// <summary>The same from another build or a copy of the program, in its own folder.</summary>
    public static Task<(ServerProcess Process, Uri Address)> StartApiFromAsync(
        string program,
        params (string Key, string? Value)[] settings
    ) => StartApiAsync(program, program, settings);

    static async Task<(ServerProcess Process, Uri Address)> StartApiAsync(
        string? folder,
        string? program,
        (string Key, string? Value)[] settings
    )
    {
        var api = new ServerProcess("Bench.Api.dll", [], [("ASPNETCORE_URLS", "http://127.0.0.1:0"), .. settings], folder, program);
        try
        {
            return (api, await api._listening.Task.WaitAsync(Patience.Deadline));
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            await api.DisposeAsync();
            throw new InvalidOperationException($"the API does not listen:\n{api.Output}", error);
        }
    }

    /// <summary>Starts a worker on its own; it may refuse, see <see cref="ExitAsync"/>.</summary>
    public static ServerProcess StartWorker(params (string Key, string? Value)[] settings) => StartWorkerIn(null, settings);

    /// <inheritdoc cref="StartWorker"/>
    public static ServerProcess StartWorkerIn(string? folder, params (string Key, string? Value)[] settings) =>
        new("Bench.Workers.dll", ["serve"], settings, folder);

    /// <summary>The same from another build of the program, in its own folder.</summary>
    public static ServerProcess StartWorkerFrom(string program, params (string Key, string? Value)[] settings) =>
        new("Bench.Workers.dll", ["serve"], settings, program, program);

    /// <summary>Waits until the host says that it has started; a process that ends before is an error.</summary>
    public async Task StartedAsync()
    {
        try
        {
            await _started.Task.WaitAsync(Patience.Deadline);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"the process does not start:\n{Output}", error);
        }
    }

    /// <summary>Tells it to stop (SIGTERM), as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        return await ExitAsync();
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Deadline);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    void Hear(string? line)
    {
        if (line is null)
        {
            _listening.TrySetException(new InvalidOperationException("the process has ended"));
            _started.TrySetException(new InvalidOperationException("the process has ended"));
            return;
        }
        lock (_output)
            _output.AppendLine(line);
        if (Listening().Match(line) is { Success: true } address)
            _listening.TrySetResult(new Uri(address.Groups[1].Value));
        if (line.Contains("Application started", StringComparison.Ordinal))
            _started.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex("Now listening on: ([^\\s\"]+)")]
    private static partial Regex Listening();
}
