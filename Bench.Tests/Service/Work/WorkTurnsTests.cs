using Bench.Data;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Service.Work;

/// <summary>Whose turn it is: rank before rank, and owner after owner within one.</summary>
public sealed partial class WorkTurnsTests
{
    static readonly Guid Crowd = Guid.CreateVersion7(),
        Single = Guid.CreateVersion7();

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    readonly FairShares _shares;

    public WorkTurnsTests() => _shares = new FairShares(_time);

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Behind_sixty_uploads_of_one_owner_another_is_served_second(Database database)
    {
        await using var made = await CreateAsync(database);
        for (var i = 0; i < 60; i++)
            await UploadAsync(made, Crowd);
        var other = await UploadAsync(made, Single);

        var taken = new List<Guid>();
        for (var i = 0; i < 4; i++)
            taken.Add((await TakeAsync(made, seconds: 1)).SubjectId);

        taken[1].ShouldBe(other);
        taken.Count(subject => subject != other).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task Two_workers_that_know_nothing_of_each_other_serve_two_owners(Database database)
    {
        await using var made = await CreateAsync(database);
        for (var i = 0; i < 10; i++)
            await UploadAsync(made, Crowd);
        var other = await UploadAsync(made, Single);
        await TakeAsync(made, seconds: null);

        var second = await TakeAsync(made, seconds: null, new FairShares(_time));

        second.SubjectId.ShouldBe(other);
    }

    [Theory, BothDatabases]
    public async Task A_model_that_takes_long_costs_its_owner(Database database)
    {
        await using var made = await CreateAsync(database);
        for (var i = 0; i < 3; i++)
            await UploadAsync(made, Crowd);
        List<Guid> others = [];
        for (var i = 0; i < 10; i++)
            others.Add(await UploadAsync(made, Single));

        (await TakeAsync(made, seconds: 120)).SubjectId.ShouldNotBeOneOf([.. others]);
        for (var i = 0; i < 10; i++)
            (await TakeAsync(made, seconds: 10)).SubjectId.ShouldBe(others[i]);
    }

    [Theory, BothDatabases]
    public async Task What_came_first_goes_first_though_ids_of_one_millisecond_say_otherwise(Database database)
    {
        await using var made = await CreateAsync(database);
        var (smaller, larger) = (Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(1)));

        var first = await UploadAsync(made, Single, larger);
        await UploadAsync(made, Single, smaller);

        (await TakeAsync(made, seconds: 10)).SubjectId.ShouldBe(first);
    }

    [Theory, BothDatabases]
    public async Task Nobody_pays_for_having_been_alone_and_nobody_saves_up_turns(Database database)
    {
        await using var made = await CreateAsync(database);
        for (var i = 0; i < 6; i++)
            await UploadAsync(made, Crowd);
        for (var i = 0; i < 3; i++)
            await TakeAsync(made, seconds: 1000);
        for (var i = 0; i < 5; i++)
            await UploadAsync(made, Single);

        var owners = new List<Guid>();
        for (var i = 0; i < 4; i++)
            owners.Add(await OwnerAsync(made, await TakeAsync(made, seconds: 1000)));

        owners.ShouldBe([Single, Crowd, Single, Crowd]);
    }

    [Theory, BothDatabases]
    public async Task Imports_go_first_one_at_a_time_and_what_nobody_waits_for_goes_last(Database database)
    {
        await using var made = await CreateAsync(database);
        await AddAsync(made, WorkKind.VerifyStore, Guid.CreateVersion7());
        await AddAsync(made, WorkKind.Rescore, Guid.CreateVersion7());
        await UploadAsync(made, Crowd);
        await AddAsync(made, WorkKind.ImportDataset, Guid.CreateVersion7());
        await AddAsync(made, WorkKind.ImportDataset, Guid.CreateVersion7());

        // The first import goes on while the others come and go.
        (await TakeAsync(made, seconds: null)).Kind.ShouldBe(WorkKind.ImportDataset);
        var kinds = new List<WorkKind>();
        for (var i = 0; i < 4; i++)
            kinds.Add((await TakeAsync(made, seconds: 1)).Kind);

        kinds.ShouldBe([WorkKind.InspectModel, WorkKind.Rescore, WorkKind.VerifyStore, WorkKind.ImportDataset]);
    }

    [Theory, BothDatabases]
    public async Task A_rescoring_that_waits_is_dropped_for_a_newer_one_and_one_that_runs_is_not(Database database)
    {
        await using var made = await CreateAsync(database);
        var (evaluation, labels) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var running = await AddAsync(made, WorkKind.Rescore, evaluation, labels);
        await UseAsync(made, queue => queue.TakeAsync(running, "worker", TimeSpan.FromHours(1), default));
        var waiting = await AddAsync(made, WorkKind.Rescore, evaluation, labels);
        var others = new[]
        {
            await AddAsync(made, WorkKind.Rescore, evaluation, Guid.CreateVersion7()),
            await AddAsync(made, WorkKind.Rescore, Guid.CreateVersion7(), labels),
        };

        await UseAsync(
            made,
            async queue =>
            {
                await queue.SupersedeAsync([Item(WorkKind.Rescore, evaluation, labels)], default);
                return true;
            }
        );

        await using var db = made.Open();
        var states = await db.Work.ToDictionaryAsync(item => item.Id, item => item.State);
        states[waiting].ShouldBe(WorkState.Cancelled);
        states[running].ShouldBe(WorkState.Leased);
        foreach (var other in others)
            states[other].ShouldBe(WorkState.Waiting);
    }

    [Theory, BothDatabases]
    public async Task A_job_that_came_for_one_item_does_the_one_whose_turn_it_is_and_no_item_is_left_without_a_job(Database database)
    {
        await using var made = await CreateAsync(database);
        List<Guid> crowd = [];
        for (var i = 0; i < 5; i++)
            crowd.Add(await UploadAsync(made, Crowd));
        var other = await UploadAsync(made, Single);
        await using (var db = made.Open())
            foreach (var item in await db.Work.AsTracking().ToListAsync())
            {
                item.JobId = $"job of {item.SubjectId}";
                await db.SaveChangesAsync();
            }
        var seen = new List<Guid>();
        await using var services = Services(made, seen);
        var runner = ActivatorUtilities.CreateInstance<WorkRunner>(services, NullLogger<WorkRunner>.Instance);

        // The crowd's jobs come first, as they were made first.
        var items = await ItemsAsync(made);
        foreach (var subject in crowd.Take(2))
            await runner.RunAsync(items[subject].Id, WorkKind.InspectModel, default);

        seen.ShouldBe([crowd[0], other]);
        var left = (await ItemsAsync(made)).Values.Where(item => item.State == WorkState.Waiting).ToList();
        left.Count.ShouldBe(4);
        // The second job was the second item's own: that has got the job of the other, which is still to come.
        left.Select(item => item.JobId)
            .ShouldBe([$"job of {other}", .. crowd.Skip(2).Select(subject => $"job of {subject}")], ignoreOrder: true);
    }

    async Task<WorkLease> TakeAsync(TestDatabase made, double? seconds, FairShares? shares = null)
    {
        await using var db = made.Open();
        var queue = new WorkQueue(db, new BenchOptions { LeaseDuration = TimeSpan.FromHours(1) }, _time);
        var taken = await new WorkTurns(db, queue, shares ?? _shares, _time).TakeAsync(
            WorkLine.Quick,
            "worker",
            _ => TimeSpan.FromHours(1),
            default
        );
        taken.ShouldNotBeNull();
        if (seconds is { } took)
        {
            _time.Advance(TimeSpan.FromSeconds(took));
            await queue.FinishAsync(taken.Value.Lease, null, null, default);
            taken.Value.Turn.Dispose();
        }
        return taken.Value.Lease;
    }

    async Task<T> UseAsync<T>(TestDatabase made, Func<WorkQueue, Task<T>> call)
    {
        await using var db = made.Open();
        return await call(new WorkQueue(db, new BenchOptions(), _time));
    }

    static async Task<Dictionary<Guid, WorkItem>> ItemsAsync(TestDatabase made)
    {
        await using var db = made.Open();
        return await db.Work.AsNoTracking().ToDictionaryAsync(item => item.SubjectId);
    }

    static async Task<Guid> OwnerAsync(TestDatabase made, WorkLease lease)
    {
        await using var db = made.Open();
        return (await db.Models.SingleAsync(model => model.Id == lease.SubjectId)).OwnerKeyId!.Value;
    }

    ServiceProvider Services(TestDatabase made, List<Guid> seen) =>
        new ServiceCollection()
            .AddScoped(_ => made.Open())
            .AddScoped<WorkQueue>()
            .AddScoped<WorkTurns>()
            .AddScoped<IWorkHandler>(provider => new RecordingHandler(provider.GetRequiredService<WorkQueue>(), seen))
            .AddSingleton(_shares)
            .AddMetrics()
            .AddSingleton<WorkMeter>()
            .AddSingleton(new BenchOptions())
            .AddSingleton<TimeProvider>(_time)
            .BuildServiceProvider();

    static async Task<TestDatabase> CreateAsync(Database database)
    {
        var made = await TestDatabase.CreateAsync(database);
        await made.AddSubmittersAsync(Crowd, Single);
        return made;
    }

    /// <summary>A model and its inspection.</summary>
    /// <returns>The model's id.</returns>
    async Task<Guid> UploadAsync(TestDatabase made, Guid owner, Guid? item = null)
    {
        var model = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = "model",
            OwnerKeyId = owner,
            State = ModelState.Inspecting,
            CreatedAt = Now,
        };
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await using var db = made.Open();
        db.Models.Add(model);
        db.Work.Add(Item(WorkKind.InspectModel, model.Id, id: item, owner: owner));
        await db.SaveChangesAsync();
        return model.Id;
    }

    async Task<Guid> AddAsync(TestDatabase made, WorkKind kind, Guid subject, Guid? argument = null, Guid? owner = null)
    {
        await using var db = made.Open();
        var item = Item(kind, subject, argument, owner: owner);
        db.Work.Add(item);
        await db.SaveChangesAsync();
        return item.Id;
    }

    WorkItem Item(WorkKind kind, Guid subject, Guid? argument = null, Guid? id = null, Guid? owner = null) =>
        new()
        {
            Id = id ?? Guid.CreateVersion7(),
            Kind = kind,
            SubjectId = subject,
            OwnerKeyId = owner,
            ArgumentId = argument,
            CreatedAt = Now,
        };

    DateTime Now => _time.GetUtcNow().UtcDateTime;
}
