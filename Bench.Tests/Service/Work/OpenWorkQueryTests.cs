using System.Collections.Concurrent;
using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;

namespace Bench.Tests.Service.Work;

/// <summary>Who waits and what runs is found without counting, and is what counting says.</summary>
public sealed class OpenWorkQueryTests
{
    static readonly DateTime Now = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory, BothDatabases]
    public async Task It_says_what_a_look_at_every_item_says(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var items = MadeUp(new Random(1), 600);
        await using (var db = made.Open())
        {
            db.Work.AddRange(items);
            await db.SaveChangesAsync();
        }
        WorkKind[] kinds = [WorkKind.InspectModel, WorkKind.PlanEvaluation, WorkKind.Rescore, WorkKind.VerifyStore];
        var expected =
            from item in items
            where kinds.Contains(item.Kind) && item.State is WorkState.Waiting or WorkState.Leased
            let runs = item.State == WorkState.Leased && item.LeaseExpiresAt >= Now
            group (runs, item.CreatedAt) by (item.Kind, item.OwnerKeyId) into own
            select new OpenWork(
                own.Key.Kind,
                own.Key.OwnerKeyId,
                own.Count(item => item.runs),
                own.Min(item => item.runs ? (DateTime?)null : item.CreatedAt)
            );

        await using var read = made.Open();
        var open = await ReadAsync(read, kinds);

        Joined(open).ShouldBe(Joined(expected));
        Joined(open).Count.ShouldBeGreaterThan(3 * 8);
    }

    [Theory, BothDatabases]
    public async Task Of_thousands_of_items_of_one_owner_it_reads_one(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await using var db = made.Open();
        var owner = Guid.CreateVersion7();
        db.Work.AddRange(Enumerable.Range(0, 500).Select(i => Item(WorkKind.PlanEvaluation, owner, Now.AddSeconds(i))));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var open = await ReadAsync(db, [WorkKind.PlanEvaluation]);

        Joined(open).ShouldBe([(WorkKind.PlanEvaluation, owner, 0, Now)]);
        open.Count.ShouldBeLessThanOrEqualTo(2, "rows came per item");
    }

    [Theory, BothDatabases]
    public async Task Of_a_crowd_of_owners_each_look_sees_the_next_so_many_and_everybody_equally_often(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await using var db = made.Open();
        var owners = Enumerable.Range(0, 25).Select(_ => Guid.NewGuid()).ToList();
        db.Work.AddRange(owners.Select(owner => Item(WorkKind.PlanEvaluation, owner, Now)));
        db.Work.AddRange(owners.Take(4).Select(owner => Item(WorkKind.InspectModel, owner, Now)));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var (last, seen) = (new ConcurrentDictionary<WorkKind, Guid>(), new List<(WorkKind Kind, Guid Owner)>());

        for (var look = 0; look < 5; look++)
        {
            var open = await ReadAsync(db, [WorkKind.PlanEvaluation, WorkKind.InspectModel], most: 10, last);
            var now = open.Where(work => work.Owner is not null).Select(work => (work.Kind, work.Owner!.Value)).ToList();
            now.ShouldBeUnique();
            now.Count(each => each.Kind == WorkKind.PlanEvaluation).ShouldBe(10);
            seen.AddRange(now);
        }

        // Two rounds of the crowd; the few are all seen every time.
        foreach (var owner in owners)
            seen.Count(each => each == (WorkKind.PlanEvaluation, owner)).ShouldBe(2);
        foreach (var owner in owners.Take(4))
            seen.Count(each => each == (WorkKind.InspectModel, owner)).ShouldBe(5);
    }

    [Theory, BothDatabases]
    public async Task A_look_goes_on_where_an_owner_was_who_waits_no_longer(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await using var db = made.Open();
        Guid[] owners = [.. Enumerable.Range(1, 3).Select(i => Guid.Parse($"{i:D8}-0000-7000-8000-000000000000"))];
        db.Work.AddRange(owners.Select(owner => Item(WorkKind.PlanEvaluation, owner, Now)));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var last = new ConcurrentDictionary<WorkKind, Guid> { [WorkKind.PlanEvaluation] = Guid.AllBitsSet };

        var first = await ReadAsync(db, [WorkKind.PlanEvaluation], most: 2, last);
        db.Work.RemoveRange(db.Work.AsEnumerable().Where(item => item.OwnerKeyId == last[WorkKind.PlanEvaluation]));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var second = await ReadAsync(db, [WorkKind.PlanEvaluation], most: 2, last);

        first.Select(work => work.Owner).Where(owner => owner is not null).ShouldBe([owners[0], owners[1]], ignoreOrder: true);
        second.Select(work => work.Owner).Where(owner => owner is not null).ShouldBe([owners[2], owners[0]], ignoreOrder: true);
    }

    static Task<IReadOnlyList<OpenWork>> ReadAsync(
        BenchDb db,
        IReadOnlyList<WorkKind> kinds,
        int most = WorkTurns.OwnersAtOnce,
        ConcurrentDictionary<WorkKind, Guid>? last = null
    ) => OpenWorkQuery.ReadAsync(db, kinds, most, last ?? new(), Now, TestContext.Current.CancellationToken);

    /// <summary>Each kind of each owner once, those without anything left out.</summary>
    static List<(WorkKind, Guid?, int, DateTime?)> Joined(IEnumerable<OpenWork> open) =>
        [
            .. from work in open
            group work by (work.Kind, work.Owner) into own
            let all = (own.Key.Kind, own.Key.Owner, own.Sum(work => work.Running), own.Min(work => work.Since))
            where all is not (_, _, 0, null)
            orderby all.Kind, all.Owner
            select all,
        ];

    static List<WorkItem> MadeUp(Random random, int count)
    {
        Guid?[] owners = [null, .. Enumerable.Range(0, 9).Select(_ => (Guid?)Guid.NewGuid())];
        var (kinds, states) = (Enum.GetValues<WorkKind>(), Enum.GetValues<WorkState>());
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var item = Item(kinds[random.Next(kinds.Length)], owners[random.Next(owners.Length)], Now.AddSeconds(-i));
                    item.State = states[random.Next(states.Length)];
                    item.LeaseExpiresAt = item.State == WorkState.Leased ? Now.AddSeconds(random.Next(-20, 20)) : null;
                    return item;
                }),
        ];
    }

    static WorkItem Item(WorkKind kind, Guid? owner, DateTime createdAt) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            SubjectId = Guid.CreateVersion7(),
            OwnerKeyId = owner,
            CreatedAt = createdAt,
        };
}
