using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Evaluations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Service.Evaluations;

public sealed class QueueOutlookTests
{
    static readonly DateTime Start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly FakeTimeProvider _time = new(new DateTimeOffset(Start));
    readonly Guid _crowd = Guid.CreateVersion7(),
        _single = Guid.CreateVersion7();
    readonly Dataset _dataset = Dataset("d"),
        _large = Dataset("large");
    readonly Model _model = new() { Id = Guid.CreateVersion7(), Name = "m" };

    /// <summary>Ids are in the order of making.</summary>
    int _made;

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Places_among_two_thousand_are_those_of_turns_and_seconds_those_that_evaluations_took(Database database)
    {
        await using var made = await CreateAsync(database);
        await AddAsync(made, [.. Enumerable.Range(0, 10).Select(_ => Evaluation(_crowd, EvaluationState.Completed, took: 6))]);
        await AddAsync(made, [Evaluation(_crowd, EvaluationState.Running)]);
        var crowd = Enumerable.Range(0, 2000).Select(_ => Evaluation(_crowd, EvaluationState.Queued)).ToList();
        await AddAsync(made, crowd);
        var single = Enumerable.Range(0, 3).Select(_ => Evaluation(_single, EvaluationState.Queued)).ToList();
        await AddAsync(made, single);
        var outlook = Outlook(made);

        // One runs, and is half done for all that is known; the crowd was there first, and every second turn is the other's.
        (await PlaceAsync(outlook, crowd[0])).ShouldBe(new QueuePlace(1, 3 + 6));
        (await PlaceAsync(outlook, single[0])).ShouldBe(new QueuePlace(2, 3 + 12));
        (await PlaceAsync(outlook, crowd[1])).ShouldBe(new QueuePlace(3, 3 + 18));
        (await PlaceAsync(outlook, single[2])).ShouldBe(new QueuePlace(6, 3 + 36));
        (await PlaceAsync(outlook, crowd[1999])).ShouldBe(new QueuePlace(1 + 1999 + 3, 3 + 6 * 2003));
        // After a restart nothing else is known.
        (await PlaceAsync(Outlook(made), crowd[1999])).ShouldBe(new QueuePlace(1 + 1999 + 3, 3 + 6 * 2003));
    }

    [Theory, BothDatabases]
    public async Task Seconds_are_of_the_dataset_shared_by_the_workers_and_unknown_before_anything_ended(Database database)
    {
        await using var made = await CreateAsync(database);
        var waiting = new[] { Evaluation(_single, EvaluationState.Queued), Evaluation(_single, EvaluationState.Inspecting, _large) };
        await AddAsync(made, waiting);
        (await PlaceAsync(Outlook(made), waiting[1])).ShouldBe(new QueuePlace(1, null));

        await AddAsync(
            made,
            [Evaluation(_crowd, EvaluationState.Completed, took: 10), Evaluation(_crowd, EvaluationState.Completed, _large, took: 1000)]
        );
        await using (var db = made.Open())
        {
            for (var i = 0; i < 2; i++)
                db.Workers.Add(Worker());
            await db.SaveChangesAsync();
        }

        (await PlaceAsync(Outlook(made), waiting[1])).ShouldBe(new QueuePlace(1, 10 / 2.0 + 1000));
    }

    [Theory, BothDatabases]
    public async Task Who_comes_now_has_the_place_that_it_will_have(Database database)
    {
        await using var made = await CreateAsync(database);
        await AddAsync(made, [.. Enumerable.Range(0, 50).Select(_ => Evaluation(_crowd, EvaluationState.Queued))]);
        var outlook = Outlook(made);

        (await outlook.OfAsync(Guid.CreateVersion7(), _single, default)).Ahead.ShouldBe(1);
        (await outlook.OfAsync(Guid.CreateVersion7(), _crowd, default)).Ahead.ShouldBe(50);
    }

    [Fact]
    public async Task However_many_ask_within_a_second_the_queue_is_read_once()
    {
        await using var made = await CreateAsync(Database.Sqlite);
        var waiting = Evaluation(_crowd, EvaluationState.Queued);
        await AddAsync(made, [waiting]);
        var opened = 0;
        var outlook = Outlook(made, () => Interlocked.Increment(ref opened));

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => PlaceAsync(outlook, waiting)));
        opened.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(2));
        await PlaceAsync(outlook, waiting);

        opened.ShouldBe(2);
    }

    static Task<QueuePlace> PlaceAsync(QueueOutlook outlook, Evaluation evaluation) =>
        outlook.OfAsync(evaluation.Id, evaluation.OwnerKeyId, TestContext.Current.CancellationToken);

    QueueOutlook Outlook(TestDatabase made, Action? opening = null) =>
        new(
            new ServiceCollection()
                .AddScoped(_ =>
                {
                    opening?.Invoke();
                    return made.Open();
                })
                .BuildServiceProvider()
                .GetRequiredService<IServiceScopeFactory>(),
            _time
        );

    async Task<TestDatabase> CreateAsync(Database database)
    {
        var made = await TestDatabase.CreateAsync(database);
        await made.AddSubmittersAsync(_crowd, _single);
        await using var db = made.Open();
        db.AddRange(_model, _dataset, _large);
        await db.SaveChangesAsync();
        return made;
    }

    static async Task AddAsync(TestDatabase made, IEnumerable<Evaluation> evaluations)
    {
        await using var db = made.Open();
        db.AddRange(evaluations);
        await db.SaveChangesAsync();
    }

    Evaluation Evaluation(Guid owner, EvaluationState state, Dataset? dataset = null, double took = 0) =>
        new()
        {
            Id = Guid.CreateVersion7(new DateTimeOffset(Start).AddMilliseconds(_made++)),
            ModelId = _model.Id,
            DatasetId = (dataset ?? _dataset).Id,
            OwnerKeyId = owner,
            Verified = true,
            State = state,
            StartedAt = took > 0 ? Start : null,
            FinishedAt = took > 0 ? Start.AddSeconds(took) : null,
            CreatedAt = Start,
        };

    static Worker Worker() =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Machine = "m",
            ProcessId = 1,
            Version = "1",
            Provider = "cpu",
            Cage = "bubblewrap",
            SelfTestPassed = true,
            StartedAt = Start,
            SeenAt = Start,
        };

    static Dataset Dataset(string key) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Variant = "custom",
            Layout = "csv",
            Path = key,
            Classes = "imagenet-1k",
        };
}
