using System.Diagnostics;
using System.Globalization;
using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Hosting;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bench.Benchmarks.Work;

/// <summary>How long an item of work waits from its commit to its lease.</summary>
/// <remarks><c>queue-worker POSTGRES</c> is a worker as it ships, whose one kind of work does nothing; <c>queue POSTGRES ITEMS RATE</c>
/// adds items from another process, as an API does, and prints the times. Items come at random instants at RATE a second, below what
/// the workers can do, so a wait is the queue's own and not that of work ahead.</remarks>
static class QueueCommand
{
    /// <summary>Waits longer than a sweep: the first twenty are printed one by one.</summary>
    static readonly TimeSpan Long = new BenchOptions().SweepInterval;

    public static async Task WorkAsync(string postgres)
    {
        var builder = Builder(postgres);
        builder.Services.AddBenchWorker(builder.Configuration).RemoveAll<IWorkHandler>().AddScoped<IWorkHandler, TakenNoter>();
        foreach (var part in builder.Services.Where(IsForModels).ToList())
            builder.Services.Remove(part);
        using var host = builder.Build();
        await host.Services.MigrateAsync();
        await host.RunAsync();

        // The self-test of the device and the rescoring of what is stored are not the queue's.
        static bool IsForModels(ServiceDescriptor part) => part.ImplementationType == typeof(Workers.Evaluations.ScoresAnew);
    }

    public static async Task MeasureAsync(string postgres, int items, double rate)
    {
        using var host = Builder(postgres).Build();
        await host.Services.MigrateAsync();
        // Workers that are starting are not what is measured.
        await AddAsync(host.Services);
        await WaitsAsync(host.Services, 1);
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        var due = 0.0;
        for (var i = 0; i < items; i++)
        {
            due += -Math.Log(1 - random.NextDouble()) / rate;
            if (due - clock.Elapsed.TotalSeconds is > 0 and var early)
                await Task.Delay(TimeSpan.FromSeconds(early));
            await AddAsync(host.Services);
        }
        var waits = await WaitsAsync(host.Services, items + 1);
        Print(waits[1..], items / clock.Elapsed.TotalSeconds);
    }

    static HostApplicationBuilder Builder(string postgres)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Bench", postgres)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration);
        return builder;
    }

    static async Task AddAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.InspectModel,
            SubjectId = Guid.CreateVersion7(),
            CreatedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
        };
        db.Work.Add(item);
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<WorkScheduler>().EnqueueAsync([item], CancellationToken.None);
    }

    static async Task<List<(DateTime Added, TimeSpan Wait)>> WaitsAsync(IServiceProvider services, int items)
    {
        while (true)
        {
            await using var scope = services.CreateAsyncScope();
            var done = await scope
                .ServiceProvider.GetRequiredService<BenchDb>()
                .Work.AsNoTracking()
                .Where(item => item.State == WorkState.Done)
                .OrderBy(item => item.CreatedAt)
                .Select(item => new { item.CreatedAt, item.Result })
                .ToListAsync();
            if (done.Count >= items)
                return done.ConvertAll(item =>
                    (
                        item.CreatedAt,
                        new DateTime(long.Parse(item.Result!, CultureInfo.InvariantCulture), DateTimeKind.Utc) - item.CreatedAt
                    )
                );
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    static void Print(List<(DateTime Added, TimeSpan Wait)> waits, double rate)
    {
        var sorted = waits.Select(wait => wait.Wait.TotalMilliseconds).Order().ToArray();
        string At(double share) => sorted[(int)(share * (sorted.Length - 1))].ToString("F0", CultureInfo.InvariantCulture);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sorted.Length} items, {rate:F0} a second; ms from commit to lease: p50 {At(.5)}, p90 {At(.9)}, p99 {At(.99)}, "
                    + $"p99.9 {At(.999)}, max {At(1)}"
            )
        );
        foreach (var limit in (double[])[10, 30, 100, 300, 1000, 3000, 5000])
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  over {limit, 5} ms: {sorted.Count(wait => wait > limit), 5}")
            );
        foreach (var (added, wait) in waits.Where(wait => wait.Wait > Long).OrderBy(wait => wait.Added).Take(20))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {added:HH:mm:ss.fff} waited {wait.TotalSeconds:F2} s"));
    }
}
