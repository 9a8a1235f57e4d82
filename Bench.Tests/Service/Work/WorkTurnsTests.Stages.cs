using Bench.Data.Work;

namespace Bench.Tests.Service.Work;

/// <summary>What is begun is ended before more is begun.</summary>
public sealed partial class WorkTurnsTests
{
    [Theory, BothDatabases]
    public async Task Of_two_hundred_evaluations_the_first_is_scored_before_the_rest_are_planned(Database database)
    {
        await using var made = await CreateAsync(database);
        await using (var db = made.Open())
        {
            db.Work.AddRange(Enumerable.Range(0, 200).Select(_ => Item(WorkKind.PlanEvaluation, Guid.CreateVersion7(), owner: Crowd)));
            await db.SaveChangesAsync();
        }
        List<Guid> planned = [];
        for (var i = 0; i < 2; i++)
            planned.Add((await TakeAsync(made, seconds: 1)).SubjectId);
        // A device has run the first meanwhile; somebody else's evaluation is planned in turn.
        await AddAsync(made, WorkKind.ScoreEvaluation, planned[0], owner: Crowd);
        var other = await AddAsync(made, WorkKind.PlanEvaluation, Guid.CreateVersion7(), owner: Single);

        var next = new List<WorkLease> { await TakeAsync(made, seconds: 1), await TakeAsync(made, seconds: 1) };

        next.ShouldContain(lease => lease.Kind == WorkKind.ScoreEvaluation && lease.SubjectId == planned[0]);
        next.ShouldContain(lease => lease.ItemId == other);
    }
}
