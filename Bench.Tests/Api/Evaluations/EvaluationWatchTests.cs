using Bench.Api.Auth;
using Bench.Api.Doubts;
using Bench.Api.Evaluations;
using Bench.Api.Readers;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Metrics.Catalogue;
using Bench.Service.Access;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Readers;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Api.Evaluations;

/// <summary>What readers of event streams cost, in commands that are sent to the database.</summary>
public sealed partial class EvaluationWatchTests : IAsyncDisposable
{
    readonly CommandCounter _commands = new();
    readonly RequestSight _sight = new();
    readonly Model _model = new()
    {
        Id = Guid.CreateVersion7(),
        Name = "watched",
        State = ModelState.Ready,
    };
    readonly Dataset _dataset = new()
    {
        Id = Guid.CreateVersion7(),
        Key = "pictures",
        Variant = "custom",
        Classes = "imagenet-1k",
        Layout = "csv",
        Path = "pictures",
        ImageCount = 1000,
        State = DatasetState.Ready,
    };
    TestDatabase _made = null!;
    ServiceProvider _services = null!;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Five_hundred_readers_of_one_evaluation_cost_as_much_as_one(bool withKeys)
    {
        BeginRequest();
        var one = await CostAsync(readers: 1, evaluations: 1, withKeys);
        var many = await CostAsync(readers: 500, evaluations: 1, withKeys);

        many.ShouldBe(one);
    }

    [Fact]
    public async Task Readers_of_many_evaluations_cost_a_view_of_each_that_changes_and_nothing_while_none_does()
    {
        BeginRequest();
        var one = await CostAsync(readers: 1, evaluations: 1, withKeys: false, changes: 0);
        var many = await CostAsync(readers: 60, evaluations: 60, withKeys: false, changes: 0);

        many.ShouldBe(one);
        one.ShouldBeLessThanOrEqualTo(3 * Looks, "the evaluations, their shards, and now and then rights");
    }

    [Fact]
    public async Task What_is_new_is_not_told_to_a_reader_who_has_just_lost_the_right_to_see_it()
    {
        BeginRequest();
        var evaluation = await CreateAsync(1);
        await using var reader = Watch(evaluation[0], null).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await reader.MoveNextAsync();

        var next = reader.MoveNextAsync();
        await ChangeAsync(db => db.Datasets.ExecuteUpdateAsync(set => set.SetProperty(row => row.Visibility, Visibility.Private)));
        await ChangeAsync(db => db.Evaluations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Revision, row => row.Revision + 1)));
        await Pulse.LookAsync(default);

        await Should.ThrowAsync<RefusalException>(async () => await next);
    }

    [Fact]
    public async Task A_right_that_ends_ends_the_stream_within_four_looks_though_nothing_is_new()
    {
        BeginRequest();
        var evaluation = await CreateAsync(1);
        await using var reader = Watch(evaluation[0], null).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await reader.MoveNextAsync();
        await ChangeAsync(db => db.Models.ExecuteUpdateAsync(set => set.SetProperty(row => row.Visibility, Visibility.Private)));

        await Should.ThrowAsync<RefusalException>(async () =>
        {
            for (var look = 0; look < 4; look++)
            {
                var next = reader.MoveNextAsync();
                await Pulse.LookAsync(default);
                await next;
            }
        });
    }

    [Fact]
    public async Task An_evaluation_that_is_deleted_ends_its_streams_and_is_no_longer_asked_for()
    {
        BeginRequest();
        var evaluation = await CreateAsync(1);
        await using (var reader = Watch(evaluation[0], null).GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            await reader.MoveNextAsync();
            var next = reader.MoveNextAsync();
            await ChangeAsync(db => db.Evaluations.ExecuteDeleteAsync());
            await Pulse.LookAsync(default);
            await Should.ThrowAsync<RefusalException>(async () => await next);
        }
        var before = _commands.Count;

        await Pulse.LookAsync(default);

        _commands.Count.ShouldBe(before, "nobody watches");
    }

    const int Looks = 8;

    /// <summary>As the middlewares do: what is asked from here on is asked by a reader who may see everything so far.</summary>
    void BeginRequest()
    {
        _sight.Begin();
        _sight.See(Sight.Everything);
    }

    EvaluationPulse Pulse => _services.GetRequiredService<EvaluationPulse>();

    /// <summary>Commands of eight looks, with as many changes of the state among them; what a reader costs once, as it comes, is not
    /// counted.</summary>
    async Task<int> CostAsync(int readers, int evaluations, bool withKeys, int changes = 2)
    {
        var ids = await CreateAsync(evaluations);
        var keys = withKeys ? Enumerable.Range(0, readers).Select(_ => Guid.CreateVersion7()).ToArray() : [];
        await _made.AddSubmittersAsync(keys);
        var streams = Enumerable
            .Range(0, readers)
            .Select(i =>
                Watch(ids[i % ids.Count], withKeys ? new Caller(keys[i], "reader", Role.Reader) : null)
                    .GetAsyncEnumerator(TestContext.Current.CancellationToken)
            )
            .ToList();
        foreach (var stream in streams)
            (await stream.MoveNextAsync()).ShouldBeTrue();

        var before = _commands.Count;
        for (var look = 0; look < Looks; look++)
        {
            var next = streams.ConvertAll(stream => stream.MoveNextAsync().AsTask());
            if (look < changes)
                await ChangeAsync(db =>
                    db.Evaluations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Revision, row => row.Revision + 1))
                );
            await ChangeAsync(db => db.Work.ExecuteUpdateAsync(set => set.SetProperty(row => row.Done, row => row.Done + 1)));
            await Pulse.LookAsync(default);
            await Task.WhenAll(next);
            streams.ShouldAllBe(stream => stream.Current.Progress.Done == look + 1);
        }
        var cost = _commands.Count - before;
        foreach (var stream in streams)
            await stream.DisposeAsync();
        await DisposeAsync();
        return cost;
    }

    IAsyncEnumerable<EvaluationView> Watch(Guid evaluation, Caller? caller) =>
        _services.GetRequiredService<EvaluationWatch>().WatchAsync(evaluation, 0, caller, TestContext.Current.CancellationToken);

    /// <summary>Running evaluations, each of one shard.</summary>
    async Task<List<Guid>> CreateAsync(int evaluations)
    {
        _made = await TestDatabase.CreateAsync(Database.Sqlite);
        _services = Services(_made);
        var ids = Enumerable.Range(0, evaluations).Select(_ => Guid.CreateVersion7()).ToList();
        await ChangeAsync(async db =>
        {
            db.AddRange(_model, _dataset);
            foreach (var id in ids)
            {
                db.Evaluations.Add(
                    new Evaluation
                    {
                        Id = id,
                        ModelId = _model.Id,
                        DatasetId = _dataset.Id,
                        Verified = true,
                        State = EvaluationState.Running,
                        Total = 1000,
                        Preprocessing = $"{{\"mean\":[{ids.IndexOf(id)}]}}",
                    }
                );
                db.Work.Add(
                    new WorkItem
                    {
                        Id = Guid.CreateVersion7(),
                        Kind = WorkKind.RunShard,
                        SubjectId = id,
                        Count = 1000,
                        State = WorkState.Leased,
                    }
                );
            }
            await db.SaveChangesAsync();
        });
        return ids;
    }

    async Task ChangeAsync(Func<BenchDb, Task> change)
    {
        await using var db = _made.Open();
        await change(db);
    }

    ServiceProvider Services(TestDatabase made) =>
        new ServiceCollection()
            .AddSingleton(_sight)
            .AddScoped(_ => made.Open(_sight, _commands))
            .AddSingleton(new BenchOptions())
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .AddLogging()
            .AddSingleton<KeyUses>()
            .AddSingleton<ApiKeys>()
            .AddSingleton(VariantCatalog.Read(new BenchOptions()))
            .AddScoped<Sights>()
            .AddSingleton<LastingReader>()
            .AddSingleton(MetricSet.Catalogue)
            .AddScoped<ScoredCatalogues>()
            .AddScoped<OutdatedScores>()
            .AddSingleton<QueueOutlook>()
            .AddScoped<ProgressReader>()
            .AddScoped<OtherSidesReader>()
            .AddScoped<EvaluationReader>()
            .AddSingleton<EvaluationPulse>()
            .AddSingleton<EvaluationWatch>()
            .AddSingleton<IHostApplicationLifetime>(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance))
            .BuildServiceProvider();

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_made is not null)
            await _made.DisposeAsync();
        (_services, _made) = (null!, null!);
    }
}
