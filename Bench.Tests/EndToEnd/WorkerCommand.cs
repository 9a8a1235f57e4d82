using System.Diagnostics;
using System.Text.Json;

namespace Bench.Tests.EndToEnd;

/// <summary>The worker's program as a person or a script runs it.</summary>
/// <param name="ExitCode">Its status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record WorkerCommand(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<WorkerCommand> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<WorkerCommand> RunAsync((string Key, string Value)[] settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bench.Workers.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(Command.Patience);
        await process.WaitForExitAsync(deadline.Token);
        return new WorkerCommand(process.ExitCode, await output, await errors);
    }
}
