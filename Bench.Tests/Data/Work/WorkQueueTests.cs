using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Data.Work;

public sealed class WorkQueueTests
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);
    readonly BenchOptions _options = new() { LeaseDuration = TimeSpan.FromSeconds(30) };
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory, BothDatabases]
    public async Task Of_many_takers_one_wins(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);

        var leases = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(worker => UseAsync(made, queue => queue.TakeAsync(item, $"worker-{worker}", TimeLimit, default)))
        );

        leases.OfType<WorkLease>().ShouldHaveSingleItem().Token.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_lease_tells_what_to_do_and_until_when(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made, start: 5_000, count: 2_500);

        var lease = await TakeAsync(made, item);

        lease.ShouldNotBeNull();
        (lease.ItemId, lease.Kind, lease.Start, lease.Count, lease.Attempt).ShouldBe((item, WorkKind.RunShard, 5_000, 2_500, 1));
        lease.Deadline.ShouldBe(_time.GetUtcNow().UtcDateTime + TimeLimit);
    }

    [Theory, BothDatabases]
    public async Task An_expired_lease_is_taken_again_and_the_deadline_stays(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);
        var first = await TakeAsync(made, item);

        (await TakeAsync(made, item)).ShouldBeNull();
        _time.Advance(_options.LeaseDuration + TimeSpan.FromSeconds(1));
        var second = await TakeAsync(made, item);

        second.ShouldNotBeNull();
        (second.Token, second.Attempt, second.Deadline).ShouldBe((first!.Token + 1, 2, first.Deadline));
    }

    [Theory, BothDatabases]
    public async Task Keeping_a_lease_holds_it_beyond_its_first_span(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);
        var lease = (await TakeAsync(made, item))!;

        _time.Advance(_options.LeaseDuration * 0.8);
        (await UseAsync(made, queue => queue.KeepAsync(lease, new WorkProgress(40, 100, 12.5), default))).ShouldBeTrue();
        _time.Advance(_options.LeaseDuration * 0.8);

        (await TakeAsync(made, item)).ShouldBeNull();
        var row = await ReadAsync(made, item);
        (row.Done, row.Total, row.UnitsPerSecond).ShouldBe((40, 100, 12.5));
    }

    [Theory, BothDatabases]
    public async Task Progress_never_runs_backwards_although_a_second_worker_begins_anew(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);
        var dead = (await TakeAsync(made, item))!;
        await UseAsync(made, queue => queue.KeepAsync(dead, new WorkProgress(60, 100, 12.5), default));
        _time.Advance(_options.LeaseDuration * 2);

        var second = (await TakeAsync(made, item))!;
        await UseAsync(made, queue => queue.KeepAsync(second, default, default));
        var afterTaking = await ReadAsync(made, item);
        await UseAsync(made, queue => queue.KeepAsync(second, new WorkProgress(80, 100, 12.5), default));

        (afterTaking.Done, afterTaking.Total).ShouldBe((60, 100));
        (await ReadAsync(made, item)).Done.ShouldBe(80);
    }

    [Theory, BothDatabases]
    public async Task A_late_writer_with_an_old_token_changes_nothing(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);
        var late = (await TakeAsync(made, item))!;
        _time.Advance(_options.LeaseDuration * 2);
        var current = (await TakeAsync(made, item))!;
        var before = await ReadAsync(made, item);

        (await UseAsync(made, queue => queue.KeepAsync(late, new WorkProgress(99, 100), default))).ShouldBeFalse();
        (await UseAsync(made, queue => queue.FinishAsync(late, "parts/late.npz", null, default))).ShouldBeFalse();
        (await UseAsync(made, queue => queue.FailAsync(late, "too late", default))).ShouldBeFalse();
        await GiveBackAsync(made, late, error: null);

        (await ReadAsync(made, item)).ShouldBeEquivalentTo(before);
        (await UseAsync(made, queue => queue.FinishAsync(current, "parts/current.npz", "{}", default))).ShouldBeTrue();
        var row = await ReadAsync(made, item);
        (row.State, row.Result, row.Notes).ShouldBe((WorkState.Done, "parts/current.npz", "{}"));
    }

    [Theory, BothDatabases]
    public async Task Finished_work_is_never_taken_again(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);
        var lease = (await TakeAsync(made, item))!;
        await UseAsync(made, queue => queue.FinishAsync(lease, null, null, default));

        _time.Advance(TimeSpan.FromDays(1));

        (await TakeAsync(made, item)).ShouldBeNull();
    }

    [Theory]
    [BothDatabases(null, 0)]
    [BothDatabases("the disk is full", 1)]
    public async Task Work_given_back_waits_again_and_only_a_fault_costs_an_attempt(Database database, string? error, int attempts)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);
        var lease = (await TakeAsync(made, item))!;

        await GiveBackAsync(made, lease, error);

        var row = await ReadAsync(made, item);
        (row.State, row.Attempts, row.LastError).ShouldBe((WorkState.Waiting, attempts, error));
        (await TakeAsync(made, item)).ShouldNotBeNull().Attempt.ShouldBe(attempts + 1);
    }

    [Theory, BothDatabases]
    public async Task Releasing_all_frees_what_a_dead_process_held_and_its_token_is_worthless(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var held = await AddAsync(made);
        var done = await AddAsync(made);
        var dead = (await TakeAsync(made, held))!;
        await UseAsync(
            made,
            async queue => await queue.FinishAsync((await queue.TakeAsync(done, "dead", TimeLimit, default))!, null, null, default)
        );

        (await UseAsync(made, queue => queue.ReleaseAllAsync(default))).ShouldBe(1);

        (await TakeAsync(made, held)).ShouldNotBeNull();
        (await UseAsync(made, queue => queue.FinishAsync(dead, null, null, default))).ShouldBeFalse();
        (await ReadAsync(made, done)).State.ShouldBe(WorkState.Done);
    }

    [Theory, BothDatabases]
    public async Task Cancelling_reaches_waiting_and_running_work_of_that_subject_alone(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var subject = Guid.CreateVersion7();
        var waiting = await AddAsync(made, subject);
        var running = await AddAsync(made, subject);
        var other = await AddAsync(made);
        var lease = (await TakeAsync(made, running))!;

        (await UseAsync(made, queue => queue.CancelAsync(subject, default))).ShouldBe(2);

        (await UseAsync(made, queue => queue.KeepAsync(lease, default, default))).ShouldBeFalse();
        (await TakeAsync(made, waiting)).ShouldBeNull();
        (await TakeAsync(made, other)).ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task What_is_rolled_back_with_its_results_was_not_finished(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var item = await AddAsync(made);
        var lease = (await TakeAsync(made, item))!;

        await using (var db = made.Open())
        await using (await db.Database.BeginTransactionAsync())
            (await new WorkQueue(db, _options, _time).FinishAsync(lease, "parts/lost.npz", null, default)).ShouldBeTrue();

        (await ReadAsync(made, item)).State.ShouldBe(WorkState.Leased);
    }

    Task<WorkLease?> TakeAsync(TestDatabase made, Guid item) =>
        UseAsync(made, queue => queue.TakeAsync(item, "worker", TimeLimit, default));

    Task<bool> GiveBackAsync(TestDatabase made, WorkLease lease, string? error) =>
        UseAsync(
            made,
            async queue =>
            {
                await queue.GiveBackAsync(lease, error, default);
                return true;
            }
        );

    /// <summary>One call over a context of its own, as each worker makes it.</summary>
    async Task<T> UseAsync<T>(TestDatabase made, Func<WorkQueue, Task<T>> call)
    {
        await using var db = made.Open();
        return await call(new WorkQueue(db, _options, _time));
    }

    async Task<Guid> AddAsync(TestDatabase made, Guid? subject = null, int start = 0, int count = 100)
    {
        await using var db = made.Open();
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunShard,
            SubjectId = subject ?? Guid.CreateVersion7(),
            Start = start,
            Count = count,
            CreatedAt = _time.GetUtcNow().UtcDateTime,
        };
        db.Work.Add(item);
        await db.SaveChangesAsync();
        return item.Id;
    }

    static async Task<WorkItem> ReadAsync(TestDatabase made, Guid id)
    {
        await using var db = made.Open();
        return await db.Work.AsNoTracking().SingleAsync(item => item.Id == id);
    }
}
