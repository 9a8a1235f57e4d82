using System.Runtime.CompilerServices;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Crops;
using Bench.Service.Datasets.Import;
using Bench.Service.Work;
using Bench.Workers.CommandLine;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Workers.Jobs;

/// <summary>What becomes of work whose handler throws.</summary>
public sealed class WorkRunnerTests
{
    const int NoSpace = 28;

    public static TheoryData<string, Exception, int> Faults =>
        new()
        {
            { "the store is away", new BlobStoreAwayException(new HttpRequestException("refused")), 0 },
            { "no room here", new IOException("No space left on device", NoSpace), 0 },
            { "no right to write", new BlobStoreRefusesException(new UnauthorizedAccessException("denied")), 0 },
            { "no right to the cache", new UnauthorizedAccessException("denied"), 0 },
            { "a child that somebody ended", new ChildEndedException(15), 1 },
            { "another fault", new InvalidOperationException("of the service"), 1 },
        };

    [Theory, MemberData(nameof(Faults))]
    public async Task Only_a_fault_that_is_not_the_machines_or_the_stores_costs_an_attempt(string name, Exception fault, int attempts)
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var item = await AddAsync(made);
        await using var services = Services(made, (_, _) => throw fault);

        await services.GetRequiredService<WorkRunner>().RunItemAsync(item.Id, item.Kind, default);

        await using var db = made.Open();
        var row = await db.Work.SingleAsync();
        (row.State, row.Attempts).ShouldBe((WorkState.Waiting, attempts), name);
    }

    [Fact]
    public async Task A_child_that_ends_with_its_service_costs_no_attempt()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var item = await AddAsync(made);
        using var stop = new CancellationTokenSource();
        await using var services = Services(
            made,
            async (_, _) =>
            {
                await stop.CancelAsync();
                throw new ChildEndedException(15);
            }
        );

        await Should.ThrowAsync<OperationCanceledException>(() =>
            services.GetRequiredService<WorkRunner>().RunItemAsync(item.Id, item.Kind, stop.Token)
        );

        await using var db = made.Open();
        var row = await db.Work.SingleAsync();
        (row.State, row.Attempts).ShouldBe((WorkState.Waiting, 0));
    }

    [Theory, InlineData(false, 0), InlineData(true, 1)]
    public async Task A_full_disk_costs_an_attempt_only_where_the_work_itself_has_filled_it(bool itsOwn, int attempts)
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var item = await AddAsync(made);
        await using var services = Services(made, (_, _) => throw new IOException("No space left on device", NoSpace), itsOwn);
        var runner = services.GetRequiredService<WorkRunner>();

        await runner.RunItemAsync(item.Id, item.Kind, default);

        await using var db = made.Open();
        var row = await db.Work.AsNoTracking().SingleAsync();
        (row.State, row.Attempts).ShouldBe((WorkState.Waiting, attempts));
        for (var i = 0; i < 4; i++)
            await runner.RunItemAsync(item.Id, item.Kind, default);
        row = await db.Work.AsNoTracking().SingleAsync();
        row.State.ShouldBe(itsOwn ? WorkState.Failed : WorkState.Waiting);
        if (itsOwn)
            row.LastError.ShouldNotBeNull().ShouldContain("does not fit the disk");
    }

    [Fact]
    public async Task An_archive_that_no_worker_may_unpack_is_told_of_and_does_not_wait_for_ever()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var item = await AddAsync(made);
        var denied = new UnpackRefusedException(new UnauthorizedAccessException("denied"));
        await using var services = Services(made, (_, _) => throw denied);
        var runner = services.GetRequiredService<WorkRunner>();

        for (var i = 0; i < 5; i++)
            await runner.RunItemAsync(item.Id, item.Kind, default);

        await using var db = made.Open();
        var row = await db.Work.SingleAsync();
        (row.State, row.LastError).ShouldBe((WorkState.Failed, "No worker may write the folder into which archives are unpacked."));
    }

    [Fact]
    public async Task Pictures_that_no_machine_has_fail_the_work_as_that_and_not_as_a_fault_of_ours()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var item = await AddAsync(made);
        await using var services = Services(made, (_, _) => throw new ImageMissingException("a/0.jpg", new FileNotFoundException()));
        var runner = services.GetRequiredService<WorkRunner>();

        for (var i = 0; i < 5; i++)
        {
            await using var before = made.Open();
            (await before.Work.SingleAsync()).State.ShouldBe(WorkState.Waiting, "another machine may have them");
            await runner.RunItemAsync(item.Id, item.Kind, default);
        }

        await using var db = made.Open();
        var row = await db.Work.SingleAsync();
        (row.State, row.LastError).ShouldBe((WorkState.Failed, "The picture a/0.jpg is not there, or may not be read."));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_worker_without_room_leaves_others_the_time_to_take_the_work(bool byClaim)
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var item = await AddAsync(made);
        var time = new FakeTimeProvider();
        await using var services = Services(made, (_, _) => throw new IOException("No space left on device", NoSpace), time: time);
        var runner = services.GetRequiredService<WorkRunner>();

        Task running;
        if (byClaim)
        {
            await using var scope = services.CreateAsyncScope();
            var queue = scope.ServiceProvider.GetRequiredService<WorkQueue>();
            var lease = (await queue.TakeAsync(item.Id, "worker", TimeSpan.FromHours(1), default)).ShouldNotBeNull();
            running = runner.RunAsync(lease, new MemoryStream(), default);
        }
        else
            running = runner.RunAsync(item.Id, item.Kind, default);
        await using var db = made.Open();
        while (await db.Work.AnyAsync(row => row.State != WorkState.Waiting))
            await Task.Yield();

        running.IsCompleted.ShouldBeFalse("it waits as long as a lease lasts");
        while (!running.IsCompleted)
        {
            time.Advance(new BenchOptions().LeaseDuration);
            await Task.Yield();
        }
        await running;
    }

    [Fact]
    public async Task Whoever_lost_the_lease_and_finds_something_missing_records_no_damage()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var (lost, held) = (await AddAsync(made), await AddAsync(made));
        await using var services = Services(
            made,
            async (lease, db) =>
            {
                if (lease.ItemId == lost.Id)
                    await db
                        .Work.Where(item => item.Id == lease.ItemId)
                        .ExecuteUpdateAsync(set => set.SetProperty(item => item.LeaseToken, lease.Token + 1));
                throw DamageException.Blob($"parts/{lease.ItemId:N}.npz", missing: true);
            }
        );

        var runner = services.GetRequiredService<WorkRunner>();
        await runner.RunItemAsync(lost.Id, lost.Kind, default);
        await runner.RunItemAsync(held.Id, held.Kind, default);

        await using var db = made.Open();
        (await db.Damages.SingleAsync()).Subject.ShouldContain($"{held.Id:N}");
        (await db.Work.SingleAsync(item => item.Id == lost.Id)).State.ShouldBe(WorkState.Leased, "it is another's");
    }

    [Fact]
    public async Task A_command_begins_work_anew_that_lost_its_lease()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        await AddAsync(made);
        var begun = 0;
        await using var services = Services(
            made,
            async (lease, db) =>
            {
                var own = db.Work.Where(item => item.Id == lease.ItemId);
                if (++begun > 1)
                {
                    await own.ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Done));
                    return;
                }
                await own.ExecuteUpdateAsync(set => set.SetProperty(item => item.LeaseToken, lease.Token + 1));
                throw DamageException.Blob("parts/part.npz", missing: true);
            }
        );

        await new WorkInProcess(services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<WorkRunner>()).DrainAsync(
            (_, _, _, _) => { },
            default
        );

        begun.ShouldBe(2);
    }

    [Fact]
    public void Only_work_that_runs_a_model_is_told_to_try_a_faster_one_when_it_takes_too_long() =>
        typeof(IWorkHandler)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IWorkHandler)))
            .Select(type => (IWorkHandler)RuntimeHelpers.GetUninitializedObject(type))
            .Where(handler => handler.AfterDeadline.Contains("model", StringComparison.Ordinal))
            .Select(handler => handler.Kind)
            .Order()
            .ShouldBe([
                WorkKind.InspectModel,
                WorkKind.PlanEvaluation,
                WorkKind.RunShard,
                WorkKind.RunAttack,
                WorkKind.RunAudit,
                WorkKind.RunExplanation,
            ]);

    static async Task<WorkItem> AddAsync(TestDatabase made)
    {
        await using var db = made.Open();
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.InspectModel,
            SubjectId = Guid.CreateVersion7(),
            CreatedAt = DateTime.UnixEpoch,
        };
        db.Work.Add(item);
        await db.SaveChangesAsync();
        return item;
    }

    static ServiceProvider Services(
        TestDatabase made,
        Func<WorkLease, BenchDb, Task> run,
        bool takesRoom = false,
        TimeProvider? time = null
    ) =>
        new ServiceCollection()
            .AddScoped(_ => made.Open())
            .AddScoped<WorkQueue>()
            .AddScoped<WorkTurns>()
            .AddSingleton<FairShares>()
            .AddScoped<IWorkHandler>(provider => new Throwing(lease => run(lease, provider.GetRequiredService<BenchDb>()), takesRoom))
            .AddMetrics()
            .AddLogging()
            .AddSingleton<WorkMeter>()
            .AddSingleton<WorkRunner>()
            .AddSingleton(new BenchOptions())
            .AddSingleton(time ?? new FakeTimeProvider())
            .BuildServiceProvider();

    sealed class Throwing(Func<WorkLease, Task> run, bool takesRoom) : IWorkHandler
    {
        public WorkKind Kind => WorkKind.InspectModel;

        public TimeSpan TimeLimit => TimeSpan.FromHours(1);

        public Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken) => run(lease);

        public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<bool> MakeRoomAsync(WorkLease lease, CancellationToken cancellationToken) => Task.FromResult(takesRoom);
    }
}
