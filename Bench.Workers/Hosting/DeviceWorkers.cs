using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Bench.Workers.Inference.Cage;

namespace Bench.Workers.Hosting;

/// <summary>A worker process for each GPU of the machine, kept by this one, which does no work itself. Each has its own
/// row, self-test and lease owner.</summary>
/// <remarks>A process works as long as this one holds its standard input open: it drains and ends when this one is told
/// to stop, and also when this one dies.</remarks>
internal static class DeviceWorkers
{
    /// <summary>A process that ends with an error before this is not started again: it said what its device lacks, and
    /// will lack.</summary>
    static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>The numbers that <see cref="InferenceOptions.Devices"/> names.</summary>
    /// <exception cref="PlatformNotSupportedException"><c>all</c>, and there is none.</exception>
    public static IReadOnlyList<int> Parse(string devices, Func<int?> count) =>
        devices != "all"
            ? [.. devices.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).Distinct()]
            : count() switch
            {
                null => throw new PlatformNotSupportedException(
                    "Bench:Inference:Devices is 'all', and this machine lacks libcuda.so.1 (the NVIDIA driver)"
                ),
                0 => throw new PlatformNotSupportedException("Bench:Inference:Devices is 'all', and the NVIDIA driver shows no GPU"),
                var found => [.. Enumerable.Range(0, found.Value)],
            };

    /// <summary>Settings of the process of one device, which go before all others.</summary>
    /// <param name="device">Its number.</param>
    /// <param name="devices">How many there are: they share the cores.</param>
    /// <param name="threads">Cores of each where the operator says; 0 for a fair part.</param>
    public static IReadOnlyList<string> Settings(int device, int devices, int threads) =>
        [
            .. new (string Name, object Value)[]
            {
                (nameof(InferenceOptions.Devices), ""),
                (nameof(InferenceOptions.DeviceId), device),
                (nameof(InferenceOptions.EndsWithInput), true),
                (nameof(InferenceOptions.Threads), threads > 0 ? threads : Math.Max(1, Environment.ProcessorCount / devices)),
            }.Select(setting =>
                string.Create(CultureInfo.InvariantCulture, $"--{InferenceOptions.Section}:{setting.Name}={setting.Value}")
            ),
        ];

    /// <summary>Runs until all have ended, or until this process is told to stop and they have drained.</summary>
    /// <returns>The highest exit status of a device's last process.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<int> devices, int threads, string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var codes = await Task.WhenAll(
            devices.Select(device => KeepAsync(device, [.. arguments, .. Settings(device, devices.Count, threads)], stop.Token))
        );
        return codes.Max();

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    static async Task<int> KeepAsync(int device, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        while (true)
        {
            var clock = Stopwatch.StartNew();
            var code = await RunOnceAsync(arguments, cancellationToken);
            if (code == 0 || cancellationToken.IsCancellationRequested)
                return code;
            var again = clock.Elapsed >= Settled;
            await Console.Error.WriteLineAsync(
                $"The worker of device {device} ended with status {code}{(again ? " and is started again." : " and is not started again.")}"
            );
            if (!again)
                return code;
        }
    }

    static async Task<int> RunOnceAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(
            new ProcessStartInfo(ChildExecutable.Host, [.. ChildExecutable.Arguments, "serve", .. arguments])
            {
                RedirectStandardInput = true,
            }
        )!;
        await using var stopping = cancellationToken.Register(process.StandardInput.Close);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
