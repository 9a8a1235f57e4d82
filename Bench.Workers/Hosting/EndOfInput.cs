namespace Bench.Workers.Hosting;

/// <summary>Stops this process when its standard input ends: the process that started it wants that, or is gone.</summary>
internal sealed class EndOfInput(IHostApplicationLifetime host) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var input = Console.OpenStandardInput();
        // Nothing is ever sent.
        while (await input.ReadAsync(new byte[1], stoppingToken) > 0) { }
        host.StopApplication();
    }
}
