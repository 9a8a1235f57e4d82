using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Workers.Jobs;

/// <summary>Nobody takes the jobs here: a new job stays on its way.</summary>
public sealed class WorkSweeperTests
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    DateTime Now => _time.GetUtcNow().UtcDateTime;

    [Theory, BothDatabases]
    public async Task What_waits_or_has_lost_its_worker_gets_one_new_job_however_often_it_is_swept(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        using var storage = new InMemoryStorage();
        await using var services = Services(made, storage);
        await AddAsync(made, WorkState.Waiting, leaseExpiresAt: null);
        await AddAsync(made, WorkState.Leased, Now.AddMinutes(-1));
        await AddAsync(made, WorkState.Leased, Now.AddMinutes(10));
        await AddAsync(made, WorkState.Done, leaseExpiresAt: null);
        _time.Advance(TimeSpan.FromSeconds(1));

        var jobs = new List<int>();
        for (var sweep = 0; sweep < 3; sweep++)
            jobs.Add(
                await ActivatorUtilities
                    .CreateInstance<WorkSweeper>(services, NullLogger<WorkSweeper>.Instance)
                    .SweepAsync(TestContext.Current.CancellationToken)
            );

        jobs.ShouldBe([2, 0, 0]);
        storage.GetMonitoringApi().EnqueuedCount(WorkScheduler.DeviceQueue).ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task What_lost_the_job_that_was_on_its_way_gets_a_new_job(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        using var storage = new InMemoryStorage();
        await using var services = Services(made, storage);
        await AddAsync(made, WorkState.Leased, Now.AddMinutes(-1));
        _time.Advance(TimeSpan.FromSeconds(1));
        var sweeper = ActivatorUtilities.CreateInstance<WorkSweeper>(services, NullLogger<WorkSweeper>.Instance);
        await sweeper.SweepAsync(TestContext.Current.CancellationToken);

        var job = storage.GetMonitoringApi().EnqueuedJobs(WorkScheduler.DeviceQueue, 0, 1).Single().Key;
        new BackgroundJobClient(storage).Delete(job).ShouldBeTrue();
        // Whoever fetches a job that was deleted drops it.
        using (var connection = storage.GetConnection())
        using (var fetched = connection.FetchNextJob([WorkScheduler.DeviceQueue], TestContext.Current.CancellationToken))
            fetched.RemoveFromQueue();

        (await sweeper.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task An_item_whose_job_may_still_be_under_way_to_the_queue_is_left_alone()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        using var storage = new InMemoryStorage();
        await using var services = Services(made, storage);
        await AddAsync(made, WorkState.Waiting, leaseExpiresAt: null);
        var sweeper = ActivatorUtilities.CreateInstance<WorkSweeper>(services, NullLogger<WorkSweeper>.Instance);

        (await sweeper.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await sweeper.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task A_crowd_whose_jobs_are_all_on_their_way_costs_one_query()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        using var storage = new InMemoryStorage();
        var commands = new CommandCounter();
        await using var services = Services(made, storage, commands);
        for (var i = 0; i < 20; i++)
            await AddAsync(made, WorkState.Waiting, leaseExpiresAt: null);
        _time.Advance(TimeSpan.FromSeconds(1));
        var sweeper = ActivatorUtilities.CreateInstance<WorkSweeper>(services, NullLogger<WorkSweeper>.Instance);
        (await sweeper.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(20);

        var before = commands.Count;
        (await sweeper.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(0);

        (commands.Count - before).ShouldBe(1);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Of_a_crowd_so_many_get_jobs_as_keep_the_line_busy_and_a_second_line_is_seen_beside_it(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        using var storage = new InMemoryStorage();
        await using var services = Services(made, storage);
        await using (var db = made.Open())
        {
            db.Work.AddRange(Enumerable.Range(0, 2 * WorkSweeper.Batch).Select(_ => Item(WorkKind.PlanEvaluation, WorkState.Waiting)));
            db.Work.Add(Item(WorkKind.RunShard, WorkState.Waiting));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        _time.Advance(TimeSpan.FromSeconds(1));
        var sweeper = ActivatorUtilities.CreateInstance<WorkSweeper>(services, NullLogger<WorkSweeper>.Instance);

        (await sweeper.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(WorkSweeper.Batch + 1);
        (await sweeper.SweepAsync(TestContext.Current.CancellationToken)).ShouldBe(0);

        var jobs = storage.GetMonitoringApi();
        jobs.EnqueuedCount(WorkScheduler.QuickQueue).ShouldBe(WorkSweeper.Batch);
        jobs.EnqueuedCount(WorkScheduler.DeviceQueue).ShouldBe(1);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Work_of_a_kind_that_a_newer_version_made_is_left_to_it(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        using var storage = new InMemoryStorage();
        await using var services = Services(made, storage);
        await AddAsync(made, WorkState.Waiting, leaseExpiresAt: null);
        await AddAsync(made, WorkState.Leased, Now.AddMinutes(-1));
        await using var db = made.Open();
        await db.Database.ExecuteSqlRawAsync("UPDATE work_items SET kind = 'FoldProteins'");
        await AddAsync(made, WorkState.Leased, Now.AddMinutes(-1));
        _time.Advance(TimeSpan.FromSeconds(1));

        var jobs = await ActivatorUtilities
            .CreateInstance<WorkSweeper>(services, NullLogger<WorkSweeper>.Instance)
            .SweepAsync(TestContext.Current.CancellationToken);

        jobs.ShouldBe(1);
        (await db.Work.Select(item => item.Kind).ToListAsync()).Count(kind => kind == UnknownWork.Kind).ShouldBe(2);
        UnknownWork.Kind.Words().ShouldBe("work of a newer version");
        (
            await db.Database.SqlQueryRaw<string>("SELECT kind AS \"Value\" FROM work_items WHERE kind = 'FoldProteins'").ToListAsync()
        ).Count.ShouldBe(2);
    }

    ServiceProvider Services(TestDatabase made, JobStorage storage, CommandCounter? commands = null) =>
        new ServiceCollection()
            .AddScoped(_ => made.Open(sights: null, commands))
            .AddScoped<WorkScheduler>()
            .AddSingleton(storage)
            .AddSingleton<IBackgroundJobClient>(new BackgroundJobClient(storage))
            .AddSingleton(new BenchOptions())
            .AddSingleton<TimeProvider>(_time)
            .BuildServiceProvider();

    async Task AddAsync(TestDatabase made, WorkState state, DateTime? leaseExpiresAt)
    {
        await using var db = made.Open();
        db.Work.Add(Item(WorkKind.RunShard, state, leaseExpiresAt));
        await db.SaveChangesAsync();
    }

    WorkItem Item(WorkKind kind, WorkState state, DateTime? leaseExpiresAt = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            SubjectId = Guid.CreateVersion7(),
            State = state,
            LeaseExpiresAt = leaseExpiresAt,
            CreatedAt = Now,
        };
}
