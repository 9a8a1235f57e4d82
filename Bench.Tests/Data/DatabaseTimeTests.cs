using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Data;

/// <summary>Machines whose clocks are hours apart share a Postgres, and go by its clock.</summary>
public sealed class DatabaseTimeTests
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_machine_an_hour_ahead_takes_nothing_that_another_holds_and_one_an_hour_behind_keeps_its_lease()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        var (ahead, behind) = (new WrongClock { Ahead = TimeSpan.FromHours(1) }, new WrongClock { Ahead = TimeSpan.FromHours(-1) });
        var item = await AddAsync(made);

        (await TakeAsync(made, await TimeAsync(made, behind), item)).ShouldNotBeNull();
        (await TakeAsync(made, await TimeAsync(made, ahead), item)).ShouldBeNull("the lease of the machine that is behind lasts");
        (await TakeAsync(made, await TimeAsync(made, new WrongClock()), item)).ShouldBeNull();
        (await TakeAsync(made, new DatabaseTime(ahead), item)).ShouldNotBeNull("without the database's clock it would be taken");
    }

    [Fact]
    public async Task A_clock_that_is_set_meanwhile_changes_nothing()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        var machine = new WrongClock { Ahead = TimeSpan.FromHours(-3) };
        var time = new DatabaseTime(machine);
        time.GetUtcNow().ShouldBe(machine.GetUtcNow(), TimeSpan.FromMinutes(1), "its own, before it has asked");
        await using var db = (PostgresBenchDb)made.Open();

        (await time.AskAsync(db, TestContext.Current.CancellationToken)).ShouldBe(machine.Ahead, TimeSpan.FromMinutes(1));
        var before = time.GetUtcNow();
        machine.Ahead = TimeSpan.FromDays(1);

        (time.GetUtcNow() - before).ShouldBe(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        time.OfFiles().GetUtcNow().ShouldBe(machine.GetUtcNow(), TimeSpan.FromMinutes(1), "files are stamped by the machine");
    }

    [Fact]
    public void A_service_over_postgres_goes_by_it_and_one_over_sqlite_by_its_machine()
    {
        Time("Host=localhost;Database=none").ShouldBeOfType<DatabaseTime>();
        Time("").ShouldBeSameAs(TimeProvider.System);

        static TimeProvider Time(string connection)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Bench", connection)]).Build();
            using var services = new ServiceCollection().AddBenchData(configuration).BuildServiceProvider();
            return services.GetRequiredService<TimeProvider>();
        }
    }

    static async Task<DatabaseTime> TimeAsync(TestDatabase made, TimeProvider machine)
    {
        var time = new DatabaseTime(machine);
        await using var db = (PostgresBenchDb)made.Open();
        await time.AskAsync(db, TestContext.Current.CancellationToken);
        return time;
    }

    static async Task<Guid> AddAsync(TestDatabase made)
    {
        await using var db = made.Open();
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunShard,
            SubjectId = Guid.CreateVersion7(),
            CreatedAt = DateTime.UnixEpoch,
        };
        db.Work.Add(item);
        await db.SaveChangesAsync();
        return item.Id;
    }

    static async Task<WorkLease?> TakeAsync(TestDatabase made, TimeProvider time, Guid item)
    {
        await using var db = made.Open();
        var queue = new WorkQueue(db, new BenchOptions { LeaseDuration = Lease }, time);
        return await queue.TakeAsync(item, "worker", TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
    }

    /// <summary>A wall clock that is off. Its steady clock is right, as every machine's is.</summary>
    sealed class WrongClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
