using System.ComponentModel.DataAnnotations;
using Bench.Data;
using Bench.Service.Hosting;
using Bench.Service.Storage;
using Bench.Workers.Hosting;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Child;
using Bench.Workers.Jobs;

namespace Bench.Workers.CommandLine;

/// <summary><c>serve</c>: a worker on its own, against the Postgres and the blobs that the API uses.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = WorkerHost.Create(arguments);
        builder.Logging.AddStartFaults();
        if (DataServices.PostgresConnection(builder.Configuration) is null)
        {
            await Console.Error.WriteLineAsync(
                "A worker on its own needs Postgres: SQLite belongs to one process, and that is the API with its embedded worker. "
                    + "Set ConnectionStrings__Bench to the API's connection string, or run the API alone with Bench__EmbeddedWorker=true."
            );
            return 2;
        }
        var inference = builder.Configuration.GetSection(InferenceOptions.Section).Get<InferenceOptions>() ?? new InferenceOptions();
        if (inference.Devices.Length > 0)
            return await OnDevicesAsync(inference, arguments);
        if (inference.EndsWithInput)
            builder.Services.AddHostedService<EndOfInput>();
        builder
            .Services.AddBenchData(builder.Configuration)
            .AddBenchScheduling(builder.Configuration)
            .AddBenchWorker(builder.Configuration)
            .AddTelemetry(builder.Configuration, "bench-worker");
        if (builder.Configuration.GetValue<TimeSpan>($"{BenchOptions.Section}:{nameof(BenchOptions.ExitWhenIdle)}") > TimeSpan.Zero)
            builder.Services.AddHostedService<IdleExit>();
        if (builder.Configuration.GetValue<int>($"{BenchOptions.Section}:{nameof(BenchOptions.MetricsPort)}") > 0)
            builder.Services.AddHostedService<WorkerMetrics>();
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<BenchOptions>();
        if (CacheFolder.WhyNotWritable(options) is { } reason)
        {
            await Console.Error.WriteLineAsync(
                $"This worker cannot write its cache in {options.CachePath} and ends: {reason}. Give it the right to, or another "
                    + "Bench:CacheDirectory."
            );
            return 1;
        }
        await host.Services.MigrateAsync(DataServices.StartPatience);
        var presence = host.Services.GetRequiredService<WorkerPresence>();
        if (await presence.TestAsync(CancellationToken.None) is { Passed: false, Message: var message })
        {
            // A worker that cannot run models would take them and fail each: it leaves them to others, and its row says why.
            await presence.SeenAsync(CancellationToken.None);
            await Console.Error.WriteLineAsync(
                $"This worker cannot run models and ends: {message}. `Bench.Workers doctor` looks again; docs/operate.md says "
                    + "what a GPU needs."
            );
            return 1;
        }
        if (await host.Services.GetRequiredService<StoreRights>().FindRefusalAsync(CancellationToken.None) is { } refusal)
        {
            // It would do each piece of work and could keep nothing of it.
            await presence.SeenAsync(CancellationToken.None);
            await Console.Error.WriteLineAsync(
                $"This worker ends: {refusal.Message.TrimEnd('.')}. Give it the right to write Bench:Blobs."
            );
            return 1;
        }
        await host.RunToTheEndAsync();
        return 0;
    }

    static async Task<int> OnDevicesAsync(InferenceOptions options, string[] arguments)
    {
        try
        {
            Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
            return await DeviceWorkers.RunAsync(DeviceWorkers.Parse(options.Devices, CudaDriver.CountDevices), options.Threads, arguments);
        }
        catch (Exception error) when (error is ValidationException or PlatformNotSupportedException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }
}
