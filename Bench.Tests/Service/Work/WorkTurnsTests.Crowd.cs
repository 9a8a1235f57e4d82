using Bench.Data.Work;
using Bench.Service.Work;

namespace Bench.Tests.Service.Work;

/// <summary>More owners wait than one look sees.</summary>
public sealed partial class WorkTurnsTests
{
    const int Many = (2 * WorkTurns.OwnersAtOnce) + 30;

    [Theory, BothDatabases]
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
