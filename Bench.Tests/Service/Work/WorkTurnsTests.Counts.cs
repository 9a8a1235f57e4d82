using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Tests.Fixtures;

namespace Bench.Tests.Service.Work;

/// <summary>A count that took long is used again, and never hides what waits.</summary>
public sealed partial class WorkTurnsTests
{
    [Fact]
    public async Task Of_a_hundred_thousand_items_not_every_taking_counts_all_and_what_came_since_is_found()
    {
        await using var made = await CreateAsync(Database.Sqlite);
        var (counts, commands) = (new WaitingCounts(_time), new CommandCounter());
        var first = await AddAsync(made, WorkKind.PlanEvaluation, Guid.CreateVersion7(), owner: Crowd);
        await AddAsync(made, WorkKind.PlanEvaluation, Guid.CreateVersion7(), owner: Crowd);
        var quick = WorkLine.Quick.Ranks.SelectMany(rank => rank).ToList();
        counts.Keep(
            WorkLine.Quick,
            quick,
            [new WaitingCount(WorkKind.PlanEvaluation, Crowd, 2, 0, _time.GetUtcNow().UtcDateTime)],
            TimeSpan.FromMilliseconds(60)
        );

        (await TakenAsync(first)).ShouldBe(1 + TakingOne, "the oldest of the owner who is known to wait");

        counts.Keep(WorkLine.Quick, quick, [], TimeSpan.FromSeconds(1));
        (await TakenAsync(null)).ShouldBe(2 + TakingOne, "counted, as nobody was known to wait");

        counts.Keep(WorkLine.Quick, quick, [], TimeSpan.FromSeconds(1));
        counts.Find(WorkLine.Quick, quick).ShouldNotBeNull();
        _time.Advance(WaitingCounts.Longest);
        counts.Find(WorkLine.Quick, quick).ShouldBeNull();

        async Task<int> TakenAsync(Guid? item)
        {
            var before = commands.Count;
            await using var db = made.Open(null, commands);
            var turns = new WorkTurns(db, new WorkQueue(db, new BenchOptions(), _time), _shares, _time, affinity: null, counts);
            var taken = await turns.TakeAsync(WorkLine.Quick, "worker", _ => TimeSpan.FromHours(1), default);
            taken.ShouldNotBeNull();
            if (item is not null)
                taken.Value.Lease.ItemId.ShouldBe(item.Value);
            return commands.Count - before;
        }
    }

    /// <summary>Commands over SQLite once an owner's items are known: the guarded update, and its reading.</summary>
    const int TakingOne = 2;
}
