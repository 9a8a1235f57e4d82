using System.Diagnostics;
using System.Globalization;
using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Hosting;
using Bench.Workers.Jobs;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bench.Benchmarks.Work;

/// <summary><c>fleet POSTGRES jobs|claims WORKERS SLOTS</c>: a fleet of workers in one process, whose shards take a second and do
/// nothing.</summary>
/// <remarks>Each simulated worker has the job servers and the sweep of a real one, or its claims; what all have in common (a row that says
/// that it lives, clocks) is left out. With SLOTS above 1 that many workers share one claiming loop, as the devices of a machine might.
/// Three parts: nobody has anything to do; items at half the rate that the fleet could do; more items than it can do.</remarks>
static class FleetCommand
{
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(3),
        Idle = TimeSpan.FromSeconds(8),
        Trickle = TimeSpan.FromSeconds(8),
        Busy = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(string postgres, WorkBy design, int workers, int slots)
    {
        using var host = Build(postgres, design);
        var services = host.Services;
        await services.MigrateAsync();
        await AddWorkersAsync(services, workers);
        for (var i = 0; i < workers / slots; i++)
            await StartAsync(services, design, slots);

        await Task.Delay(Settling);
        var before = await TransactionsAsync(services);
        await Task.Delay(Idle);
        Print("idle_transactions", (await TransactionsAsync(services) - before) / Idle.TotalSeconds);

        var waits = await TrickleAsync(services, workers / 2.0);
        Print("trickled", waits.Length);
        Print("p50", waits[(int)(0.5 * (waits.Length - 1))]);
        Print("p99", waits[(int)Math.Ceiling(0.99 * (waits.Length - 1))]);

        await AddAsync(services, workers * 10);
        var book = services.GetRequiredService<WaitingHandler.Book>();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (done, clock) = (Volatile.Read(ref book.Done), Stopwatch.StartNew());
        before = await TransactionsAsync(services);
        await Task.Delay(Busy);
        Print("throughput", (Volatile.Read(ref book.Done) - done) / clock.Elapsed.TotalSeconds);
        Print("busy_transactions", (await TransactionsAsync(services) - before) / clock.Elapsed.TotalSeconds);
        Print("connections", await ConnectionsAsync(services));
        Print("twice", await TwiceAsync(services));
        // Nobody waits for work that is made up, and a hundred job servers take their time to stop.
        Environment.Exit(0);
    }

    static async Task StartAsync(IServiceProvider services, WorkBy design, int slots)
    {
        if (design == WorkBy.Claims)
        {
            var claims = ActivatorUtilities.CreateInstance<WorkClaims>(services);
            claims.DeviceSlots = slots;
            await claims.StartAsync(CancellationToken.None);
            return;
        }
        foreach (
            var (name, queue, atOnce) in new[]
            {
                ("quick", WorkScheduler.QuickQueue, WorkClaims.QuickAtOnce),
                ("device", WorkScheduler.DeviceQueue, WorkClaims.DeviceAtOnce),
            }
        )
        {
            var options = new BackgroundJobServerOptions();
            WorkerServices.Configure(options, services, name, queue, atOnce);
            _ = new BackgroundJobServer(options, services.GetRequiredService<JobStorage>());
        }
        await ActivatorUtilities.CreateInstance<WorkSweeper>(services).StartAsync(CancellationToken.None);
    }

    static IHost Build(string postgres, WorkBy design)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:Bench", postgres),
            new("Bench:WorkBy", design.ToString()),
            // Nothing is to be given to another worker because this one process is out of breath.
            new("Bench:LeaseDuration", "00:02:00"),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchHandlers();
        builder.Services.RemoveAll<IWorkHandler>().AddScoped<IWorkHandler, WaitingHandler>().AddSingleton<WaitingHandler.Book>();
        return builder.Build();
    }

    /// <summary>Claiming workers look less often where they are many.</summary>
    static async Task AddWorkersAsync(IServiceProvider services, int workers)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var later = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);
        db.Workers.AddRange(
            Enumerable
                .Range(0, workers)
                .Select(_ => new Worker
                {
                    Id = Guid.CreateVersion7(),
                    Machine = "made up",
                    ProcessId = 0,
                    Version = BenchVersion.Text,
                    Provider = "cpu",
                    Cage = "none",
                    SelfTestPassed = null,
                    StartedAt = later,
                    SeenAt = later,
                })
        );
        await db.SaveChangesAsync();
    }

    static async Task<double[]> TrickleAsync(IServiceProvider services, double rate)
    {
        var book = services.GetRequiredService<WaitingHandler.Book>();
        var (clock, added) = (Stopwatch.StartNew(), 0);
        while (clock.Elapsed < Trickle)
        {
            var due = (int)(clock.Elapsed.TotalSeconds * rate) + 1;
            if (due > added)
                await AddAsync(services, due - added);
            added = Math.Max(added, due);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        var patience = Stopwatch.StartNew();
        while (Volatile.Read(ref book.Done) < added && patience.Elapsed < Busy)
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        return [.. book.Waits.Order()];
    }

    static async Task AddAsync(IServiceProvider services, int items)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var book = scope.ServiceProvider.GetRequiredService<WaitingHandler.Book>();
        var subject = Guid.CreateVersion7();
        var made = Enumerable
            .Range(0, items)
            .Select(i => new WorkItem
            {
                Id = Guid.CreateVersion7(),
                Kind = WorkKind.RunShard,
                SubjectId = subject,
                Start = i,
                CreatedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
            })
            .ToList();
        db.Work.AddRange(made);
        var now = Stopwatch.GetTimestamp();
        made.ForEach(item => book.Added[item.Id] = now);
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<WorkScheduler>().EnqueueAsync(made, CancellationToken.None);
    }

    static Task<double> TransactionsAsync(IServiceProvider services) =>
        AskAsync(services, "SELECT xact_commit + xact_rollback AS \"Value\" FROM pg_stat_database WHERE datname = current_database()");

    static Task<double> ConnectionsAsync(IServiceProvider services) =>
        AskAsync(services, "SELECT count(*) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database()");

    /// <summary>Items that were taken more than once although nobody died.</summary>
    static Task<double> TwiceAsync(IServiceProvider services) =>
        AskAsync(services, "SELECT count(*) AS \"Value\" FROM work_items WHERE lease_token > 1");

    static async Task<double> AskAsync(IServiceProvider services, string query)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BenchDb>().Database.SqlQueryRaw<long>(query).SingleAsync();
    }

    static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F1}"));
}
