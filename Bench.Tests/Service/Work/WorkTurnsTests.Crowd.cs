using Bench.Data.Work;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Service.Work;

/// <summary>More owners wait than one look sees: each has one turn in a round, whoever came last too.</summary>
public sealed partial class WorkTurnsTests
{
    const int Many = (2 * WorkTurns.OwnersAtOnce) + 30;

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Of_a_crowd_of_owners_each_has_a_turn_in_a_round_and_whoever_came_last_does_not_wait_for_two(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await AddCrowdAsync(made, items: 3);
        _time.Advance(TimeSpan.FromHours(1));
        var late = await AddAsync(made, WorkKind.PlanEvaluation, Guid.CreateVersion7(), owner: Guid.CreateVersion7());

        var (turns, place) = (new Dictionary<Guid, int>(), -1);
        await using (var db = made.Open())
            for (var turn = 0; turn < 1.1 * Many; turn++)
            {
                var lease = await TakeAsync(made, seconds: 1);
                if (lease.ItemId == late)
                    place = turn;
                var owner = (await db.Work.Where(item => item.Id == lease.ItemId).Select(item => item.OwnerKeyId).SingleAsync())!.Value;
                turns[owner] = turns.GetValueOrDefault(owner) + 1;
            }

        place.ShouldBeGreaterThanOrEqualTo(0, "whoever came last was passed over for a whole round");
        turns.Values.Max().ShouldBeLessThanOrEqualTo(2);
        // Parts of the crowd are not all through at the same turn: a tenth of a round is left for that.
        turns.Count.ShouldBeGreaterThan((int)(0.98 * Many));
    }

    [Theory, BothDatabases(LongOnSqlite = true, LongOnPostgres = true)]
    public async Task In_a_crowd_of_owners_a_model_that_takes_long_costs_its_owner(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await AddCrowdAsync(made, items: 3);
        var slow = Guid.CreateVersion7();
        await using (var db = made.Open())
        {
            db.Work.AddRange(Enumerable.Range(0, 5).Select(_ => Item(WorkKind.InspectModel, Guid.CreateVersion7(), owner: slow)));
            await db.SaveChangesAsync();
        }
        using (_shares.Begin(WorkLine.Quick, slow, WorkKind.InspectModel))
            _time.Advance(TimeSpan.FromMinutes(2));

        var taken = new List<WorkKind>();
        for (var turn = 0; turn < Many; turn++)
            taken.Add((await TakeAsync(made, seconds: 1)).Kind);

        taken.ShouldAllBe(kind => kind == WorkKind.PlanEvaluation);
    }

    async Task AddCrowdAsync(TestDatabase made, int items)
    {
        await using var db = made.Open();
        foreach (var owner in Enumerable.Range(0, Many).Select(_ => Guid.CreateVersion7()))
            db.Work.AddRange(Enumerable.Range(0, items).Select(_ => Item(WorkKind.PlanEvaluation, Guid.CreateVersion7(), owner: owner)));
        await db.SaveChangesAsync();
    }
}
