using Bench.Data;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Spectre.Console;

namespace Bench.Api.Demo;

/// <summary>Runs the demo against this very server once it listens, shows its progress in the terminal, and leaves the
/// server serving.</summary>
internal sealed class DemoService(IServer server, IHostApplicationLifetime lifetime, BenchOptions options, IConfiguration configuration)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(listening.SetResult))
            await listening.Task.WaitAsync(stoppingToken);
        var address = Address();
        AnsiConsole.MarkupLineInterpolated($"Bench listens on [link]{address}[/]; its board fills while the demo runs.");
        using var client = BenchClient.For(address, await OperatorKeyAsync(stoppingToken));
        var flow = new DemoFlow(client, DemoSize.Full, options.DatasetsPath, Path.Combine(options.DataPath, "demo"));
        try
        {
            await AnsiConsole
                .Progress()
                .HideCompleted(false)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(bars => flow.RunAsync(new Bars(bars), stoppingToken));
            AnsiConsole.Write(DemoBoard.Table(await flow.ReadBoardAsync(stoppingToken)));
            AnsiConsole.MarkupLineInterpolated(
                $"The board is at [link]{address}[/]. Ctrl+C stops the server; its data stays in {options.DataPath}."
            );
        }
        catch (Exception error) when (error is BenchClientException or InvalidOperationException or HttpRequestException or IOException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The demo did not get through:[/] {error.Message}");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    Uri Address()
    {
        var listens = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri(
            listens.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
        );
    }

    async Task<string> OperatorKeyAsync(CancellationToken cancellationToken) =>
        configuration["BENCH_OPERATOR_KEY"] is { Length: > 0 } key
            ? key
            : (await File.ReadAllTextAsync(Path.Combine(options.DataPath, "operator.key"), cancellationToken)).Trim();

    /// <summary>One bar a step, made when the step first speaks.</summary>
    sealed class Bars(ProgressContext context) : IProgress<DemoStep>
    {
        readonly Dictionary<string, ProgressTask> _bars = [];

        public void Report(DemoStep step)
        {
            lock (_bars)
            {
                if (!_bars.TryGetValue(step.Name, out var bar))
                    _bars[step.Name] = bar = context.AddTask(step.Name);
                bar.MaxValue = step.Total;
                bar.Value = Math.Max(bar.Value, step.Done);
            }
        }
    }
}
