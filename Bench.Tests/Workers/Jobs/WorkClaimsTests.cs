using System.Collections.Concurrent;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Tests.Workers.Jobs;

/// <summary>Workers that look at the table of work themselves.</summary>
public sealed class WorkClaimsTests
{
    const int Items = 60;

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Many_at_once_do_every_item_once_and_what_a_dead_worker_held_too(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var seen = new ConcurrentBag<Guid>();
        await using var services = Services(made, (item, _) => Note(seen, item));
        var items = await AddAsync(made, Items);
        var (dead, living) = (items[3], items[7]);
        await LeaseAsync(made, dead, TimeSpan.FromMinutes(-1));
        await LeaseAsync(made, living, TimeSpan.FromMinutes(10));

        var fleet = Enumerable.Range(0, 4).Select(_ => Claims(services, slots: 3)).ToList();
        foreach (var claims in fleet)
            await claims.StartAsync(default);
        await UntilAsync(async () => await DoneAsync(made) >= Items - 1);
        foreach (var claims in fleet)
            await claims.StopAsync(default);

        seen.Order().ShouldBe(items.Where(item => item != living).Order());
        (await DoneAsync(made)).ShouldBe(Items - 1);
        await using var db = made.Open();
        (await db.Work.SingleAsync(item => item.Id == dead)).LeaseToken.ShouldBe(2, "the dead worker's token is old");
        (await db.Work.Where(item => item.State == WorkState.Done && item.Id != dead).MaxAsync(item => item.LeaseToken)).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task It_holds_no_more_than_it_works_on_and_gives_that_back_when_it_is_told_to_stop(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var began = new ConcurrentBag<Guid>();
        await using var services = Services(
            made,
            async (item, cancellationToken) =>
            {
                began.Add(item);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        );
        await AddAsync(made, 10);
        var claims = Claims(services, slots: 3);
        await claims.StartAsync(default);
        await UntilAsync(() => Task.FromResult(began.Count == 3));

        await using var db = made.Open();
        (await db.Work.CountAsync(item => item.State == WorkState.Leased)).ShouldBe(3);
        await claims.StopAsync(default);

        var after = await db.Work.AsNoTracking().ToListAsync();
        after.ShouldAllBe(item => item.State == WorkState.Waiting);
        after.ShouldAllBe(item => item.Attempts == 0, "a shutdown costs no attempt");
    }

    [Fact]
    public async Task Where_workers_claim_no_jobs_are_made()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        using var storage = new InMemoryStorage();
        var item = (await AddAsync(made, 1))[0];
        await using var db = made.Open();

        foreach (var by in new[] { WorkBy.Claims, WorkBy.Jobs })
            await new WorkScheduler(db, new BackgroundJobClient(storage), new BenchOptions { WorkBy = by }).EnqueueAsync(
                item,
                WorkKind.RunShard,
                default
            );

        storage.GetMonitoringApi().EnqueuedCount(WorkScheduler.DeviceQueue).ShouldBe(1, "the second one's");
    }

    [Fact]
    public void An_idle_worker_waits_twice_as_long_each_time_up_to_its_part_of_four_looks_a_second()
    {
        const double Longest = 0.999999999;
        var wait = new IdleWait(TimeSpan.FromSeconds(5));

        double[] Waits(int workers, double random = Longest) =>
            [.. Enumerable.Range(0, 6).Select(_ => Math.Round(wait.Next(workers, random).TotalSeconds, 3))];

        Waits(workers: 1).ShouldBe([0.25, 0.25, 0.25, 0.25, 0.25, 0.25]);
        wait.Reset();
        Waits(workers: 8).ShouldBe([0.25, 0.5, 1, 2, 2, 2]);
        wait.Reset();
        Waits(workers: 1000).ShouldBe([0.25, 0.5, 1, 2, 4, 5]);
        Waits(workers: 1000, random: 0)[0].ShouldBe(2.5, "no two look together for long");
    }

    static Task Note(ConcurrentBag<Guid> seen, Guid item)
    {
        seen.Add(item);
        return Task.CompletedTask;
    }

    static WorkClaims Claims(ServiceProvider services, int slots) =>
        new(
            services.GetRequiredService<IServiceScopeFactory>(),
            services.GetRequiredService<WorkRunner>(),
            services.GetRequiredService<BenchOptions>(),
            TimeProvider.System,
            NullLogger<WorkClaims>.Instance
        )
        {
            DeviceSlots = slots,
        };

    static ServiceProvider Services(TestDatabase made, Func<Guid, CancellationToken, Task> work) =>
        new ServiceCollection()
            .AddScoped(_ => made.Open())
            .AddScoped<WorkQueue>()
            .AddScoped<WorkTurns>()
            .AddScoped<IWorkHandler>(provider => new Handler(provider.GetRequiredService<WorkQueue>(), work))
            .AddSingleton<FairShares>()
            .AddMetrics()
            .AddLogging()
            .AddSingleton<WorkMeter>()
            .AddSingleton<WorkRunner>()
            .AddSingleton(new BenchOptions())
            .AddSingleton(TimeProvider.System)
            .BuildServiceProvider();

    static async Task<List<Guid>> AddAsync(TestDatabase made, int count)
    {
        await using var db = made.Open();
        var subject = Guid.CreateVersion7();
        var items = Enumerable
            .Range(0, count)
            .Select(i => new WorkItem
            {
                Id = Guid.CreateVersion7(),
                Kind = WorkKind.RunShard,
                SubjectId = subject,
                Start = i,
            })
            .ToList();
        db.Work.AddRange(items);
        await db.SaveChangesAsync();
        return items.ConvertAll(item => item.Id);
    }

    static async Task LeaseAsync(TestDatabase made, Guid item, TimeSpan rest)
    {
        await using var db = made.Open();
        (
            await new WorkQueue(db, new BenchOptions(), TimeProvider.System).TakeAsync(item, "another", TimeSpan.FromHours(1), default)
        ).ShouldNotBeNull();
        var until = TimeProvider.System.GetUtcNow().UtcDateTime + rest;
        await db.Work.Where(taken => taken.Id == item).ExecuteUpdateAsync(set => set.SetProperty(taken => taken.LeaseExpiresAt, until));
    }

    static async Task<int> DoneAsync(TestDatabase made)
    {
        await using var db = made.Open();
        return await db.Work.CountAsync(item => item.State == WorkState.Done);
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience.Deadline);
        while (!await isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }

    sealed class Handler(WorkQueue queue, Func<Guid, CancellationToken, Task> work) : IWorkHandler
    {
        public WorkKind Kind => WorkKind.RunShard;

        public TimeSpan TimeLimit => TimeSpan.FromHours(1);

        public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
        {
            await work(lease.ItemId, cancellationToken);
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
        }

        public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
