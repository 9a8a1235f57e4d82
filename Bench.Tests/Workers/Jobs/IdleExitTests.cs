using Bench.Data;
using Bench.Data.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Workers.Jobs;

/// <summary>A worker that a scaler started ends when its work is done, and not before.</summary>
public sealed class IdleExitTests
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory, BothDatabases]
    public async Task It_ends_when_nothing_waits_and_nothing_of_its_own_runs_for_as_long_as_the_setting_says(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await using var services = new ServiceCollection().AddScoped(_ => made.Open()).BuildServiceProvider();
        using var exit = new IdleExit(
            services.GetRequiredService<IServiceScopeFactory>(),
            null!,
            new BenchOptions { ExitWhenIdle = TimeSpan.FromMinutes(1) },
            _time,
            NullLogger<IdleExit>.Instance
        );
        await AddAsync(made, WorkState.Leased, "another machine/1/claim");
        await AddAsync(made, WorkState.Leased, $"{WorkRunner.Owner}/claim");

        (await AfterAsync(exit, minutes: 5)).ShouldBeFalse("its own shard runs");
        await EndAsync(made);
        (await AfterAsync(exit, minutes: 0.5)).ShouldBeFalse("something may come");
        (await AfterAsync(exit, minutes: 0.6)).ShouldBeTrue("what another machine runs is not its own");
        await AddAsync(made, WorkState.Waiting, null);
        (await AfterAsync(exit, minutes: 5)).ShouldBeFalse("something waits");
    }

    Task<bool> AfterAsync(IdleExit exit, double minutes)
    {
        _time.Advance(TimeSpan.FromMinutes(minutes));
        return exit.IsIdleAsync(TestContext.Current.CancellationToken);
    }

    static async Task EndAsync(TestDatabase made)
    {
        await using var db = made.Open();
        await db
            .Work.Where(item => item.LeaseOwner!.StartsWith(WorkRunner.Owner))
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Done));
    }

    static async Task AddAsync(TestDatabase made, WorkState state, string? owner)
    {
        await using var db = made.Open();
        db.Work.Add(
            new WorkItem
            {
                Id = Guid.CreateVersion7(),
                Kind = WorkKind.RunShard,
                SubjectId = Guid.CreateVersion7(),
                State = state,
                LeaseOwner = owner,
            }
        );
        await db.SaveChangesAsync();
    }
}
