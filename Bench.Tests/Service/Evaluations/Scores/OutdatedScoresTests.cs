using System.Data.Common;
using Bench.Benchmarks.Leaderboard;
using Bench.Data;
using Bench.Data.Work;
using Bench.Metrics.Catalogue;
using Bench.Service.Evaluations.Scores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bench.Tests.Service.Evaluations.Scores;

public sealed class OutdatedScoresTests
{
    static readonly MetricSet First = Set(("top1", 1), ("ece", 1));
    static readonly MetricSet Second = Set(("top1", 1), ("ece", 2));
    static readonly MetricSet Third = Set(("top1", 1), ("ece", 2), ("nll", 1));
    static readonly MetricSet Without = new([MetricCatalog.Find("top1")!], [], new Dictionary<string, int> { ["ece"] = 3, ["nll"] = 2 });

    [Fact]
    public void A_metric_more_a_newer_version_and_a_retired_metric_each_make_a_newer_catalogue()
    {
        MetricSet[] order = [First, Second, Third, Without];

        for (var a = 0; a < order.Length; a++)
        for (var b = 0; b < order.Length; b++)
            order[b].Versions.IsNewerThan(order[a].Versions).ShouldBe(b > a, $"{b} against {a}");
        Without.Has("ece").ShouldBeFalse();
        Set(("ece", 1), ("top1", 1)).Versions.Id.ShouldBe(First.Versions.Id);
        var (left, right) = (Set(("top1", 1), ("nll", 1)), Set(("top1", 1), ("ece", 1)));
        left.Versions.IsNewerThan(right.Versions).ShouldNotBe(right.Versions.IsNewerThan(left.Versions));
    }

    [Theory, BothDatabases]
    public async Task Each_evaluation_of_an_older_catalogue_is_asked_for_once_and_at_the_end_none_is_left(Database database)
    {
        await using var made = await BoardAsync(database, models: 3, First);

        (await QueueAsync(made, Second)).ShouldBe(3);
        (await QueueAsync(made, Second)).ShouldBe(0);
        await DoneAsync(made, Second);

        (await QueueAsync(made, Second)).ShouldBe(0);
        (await ProgressAsync(made, Second)).ShouldBe(new OutdatedProgress(3, 0, 0, null));
    }

    [Theory, BothDatabases]
    public async Task Over_Postgres_an_older_build_leaves_what_a_newer_one_scored_and_takes_none_of_its_items(Database database)
    {
        await using var made = await BoardAsync(database, models: 2, Second);
        await RegisterAsync(made, First);

        // Over SQLite there is no other build that works at the same time: whatever differs is rescored.
        (await QueueAsync(made, First)).ShouldBe(database == Database.Sqlite ? 2 : 0);
        await using var db = made.Open();
        await db.Work.ExecuteDeleteAsync();
        await RegisterAsync(made, Third);
        (await QueueAsync(made, Third)).ShouldBe(2);
        (await NextAsync(made, First)).ShouldBeNull();
        (await NextAsync(made, Third)).ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task What_an_older_build_still_wanted_is_called_off_by_the_newer_one(Database database)
    {
        await using var made = await BoardAsync(database, models: 2, First);
        await RegisterAsync(made, Second);
        await QueueAsync(made, Second);

        (await QueueAsync(made, Third)).ShouldBe(2);

        await using var db = made.Open();
        (await db.Work.CountAsync(item => item.State == WorkState.Waiting)).ShouldBe(2);
        (await db.Work.CountAsync(item => item.State == WorkState.Cancelled && item.Notes == Second.Versions.Id)).ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Work_that_somebody_waits_for_goes_first_and_a_dead_workers_item_is_taken_again(Database database)
    {
        await using var made = await BoardAsync(database, models: 1, First);
        await QueueAsync(made, Second);
        var item = (await NextAsync(made, Second)).ShouldNotBeNull();
        await using var db = made.Open();
        var inspection = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.InspectModel,
            SubjectId = Guid.CreateVersion7(),
            CreatedAt = DateTime.UnixEpoch,
        };
        db.Work.Add(inspection);
        await db.SaveChangesAsync();

        (await NextAsync(made, Second)).ShouldBeNull();
        await db.Work.Where(other => other.Id == inspection.Id).ExecuteDeleteAsync();
        await db
            .Work.Where(other => other.Id == item)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(other => other.State, WorkState.Leased).SetProperty(other => other.LeaseExpiresAt, DateTime.MaxValue)
            );
        (await NextAsync(made, Second)).ShouldBeNull();
        await db
            .Work.Where(other => other.Id == item)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.LeaseExpiresAt, DateTime.UnixEpoch));
        (await NextAsync(made, Second)).ShouldBe(item);
        (await NextAsync(made, Second, item)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_failure_is_kept_until_somebody_asks_for_another_try(Database database)
    {
        await using var made = await BoardAsync(database, models: 2, First);
        await QueueAsync(made, Second);
        await using var db = made.Open();
        await db.Work.ExecuteUpdateAsync(set =>
            set.SetProperty(item => item.State, WorkState.Failed).SetProperty(item => item.LastError, "damaged")
        );

        (await QueueAsync(made, Second)).ShouldBe(0);
        (await ProgressAsync(made, Second)).ShouldBe(new OutdatedProgress(2, 2, 2, "damaged"));
        (await Of(db, Second).ForgetAsync(everything: false, TestContext.Current.CancellationToken)).ShouldBe(2);
        (await QueueAsync(made, Second)).ShouldBe(2);
        await DoneAsync(made, Second);
        (await Of(db, Second).ForgetAsync(everything: true, TestContext.Current.CancellationToken)).ShouldBe(2);
    }

    [Fact]
    public async Task A_thousand_evaluations_are_looked_through_with_as_many_queries_as_ten()
    {
        var counts = new List<int>();
        foreach (var models in (int[])[10, 1_000])
        {
            await using var made = await BoardAsync(Database.Sqlite, models, First);
            var counter = new CountCommands();
            await using var db = new SqliteBenchDb(
                new DbContextOptionsBuilder<SqliteBenchDb>(Options(made)).AddInterceptors(counter).Options
            );
            (await Of(db, Second).QueueAsync(TestContext.Current.CancellationToken)).ShouldBe(Math.Min(models, OutdatedScores.Batch));
            counts.Add(counter.Queries);
        }

        counts[1].ShouldBe(counts[0]);
        counts[0].ShouldBeLessThan(6);
    }

    static DbContextOptions<SqliteBenchDb> Options(TestDatabase made)
    {
        using var db = made.Open();
        return BenchDbOptions.Sqlite(db.Database.GetConnectionString()!).Options;
    }

    static async Task<TestDatabase> BoardAsync(Database database, int models, MetricSet by)
    {
        var made = await TestDatabase.CreateAsync(database);
        await new SyntheticBoard
        {
            Models = models,
            Datasets = 1,
            LabelSets = 2,
            Images = 8,
            Metrics = ["top1"],
        }.WriteAsync(made.Open, TestContext.Current.CancellationToken);
        await RegisterAsync(made, by);
        await using var db = made.Open();
        await db.Evaluations.ExecuteUpdateAsync(set => set.SetProperty(evaluation => evaluation.PredictionsBlob, "predictions/made"));
        await db.Scorings.ExecuteUpdateAsync(set => set.SetProperty(scoring => scoring.CatalogueId, by.Versions.Id));
        return made;
    }

    static async Task RegisterAsync(TestDatabase made, MetricSet metrics)
    {
        await using var db = made.Open();
        await new ScoredCatalogues(db, metrics, TimeProvider.System).RegisterAsync(TestContext.Current.CancellationToken);
    }

    static async Task DoneAsync(TestDatabase made, MetricSet metrics)
    {
        await RegisterAsync(made, metrics);
        await using var db = made.Open();
        await db.Scorings.ExecuteUpdateAsync(set => set.SetProperty(scoring => scoring.CatalogueId, metrics.Versions.Id));
        await db.Work.ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Done));
    }

    static async Task<int> QueueAsync(TestDatabase made, MetricSet metrics)
    {
        await using var db = made.Open();
        return await Of(db, metrics).QueueAsync(TestContext.Current.CancellationToken);
    }

    static async Task<Guid?> NextAsync(TestDatabase made, MetricSet metrics, params Guid[] tried)
    {
        await using var db = made.Open();
        return await Of(db, metrics).NextAsync(tried, TestContext.Current.CancellationToken);
    }

    static async Task<OutdatedProgress> ProgressAsync(TestDatabase made, MetricSet metrics)
    {
        await using var db = made.Open();
        return await Of(db, metrics).ProgressAsync(TestContext.Current.CancellationToken);
    }

    static OutdatedScores Of(BenchDb db, MetricSet metrics) =>
        new(db, new ScoredCatalogues(db, metrics, TimeProvider.System), metrics, TimeProvider.System);

    static MetricSet Set(params (string Id, int Version)[] metrics) =>
        new(
            [.. metrics.Select(metric => MetricCatalog.Find(metric.Id)! with { Version = metric.Version })],
            [],
            new Dictionary<string, int>()
        );

    sealed class CountCommands : DbCommandInterceptor
    {
        public int Queries { get; private set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            if (command.CommandText.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))
                Queries++;
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
