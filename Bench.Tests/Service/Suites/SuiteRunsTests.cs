using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Service.Access;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Start;
using Bench.Service.Refusals;
using Bench.Service.Suites;
using Bench.Service.Work;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Tests.Service.Suites;

/// <summary>One request for a suite starts what is missing, whatever happened to the requests before it.</summary>
public sealed class SuiteRunsTests : IDisposable
{
    const string Suite = """
        {
          "version": 1, "key": "three", "title": "Three",
          "members": [
            { "variant": "imagenet-r", "metrics": ["top1", "accuracy-drop"] }, { "variant": "imagenet-sketch", "metrics": ["top1"] },
            { "dataset": "list-alone", "metrics": ["top1"] }, { "variant": "imagenet-a", "metrics": ["top1"] }
          ],
          "headline": { "title": "Mean top-1", "metric": "top1" }
        }
        """;

    readonly TempFolder _folder = new();
    readonly Caller _caller = new(Guid.CreateVersion7(), "ada", Role.Submitter);
    readonly Guid _model = Guid.CreateVersion7();

    public SuiteRunsTests() => _folder.Write("three.json", Suite);

    [Theory, BothDatabases]
    public async Task What_is_here_is_started_with_its_clean_dataset_and_what_is_not_is_named(Database database)
    {
        await using var made = await CreateAsync(database);

        var run = await RunAsync(made, new Jobs());

        run.Evaluations.Select(evaluation => (evaluation.Dataset, evaluation.Started))
            .ShouldBe([("r", true), ("sketch", true), ("val", true)]);
        run.Missing.Select(missing => (missing.Member, missing.Reason.Code))
            .ShouldBe([("imagenet-a", "suite-member-missing"), ("list-alone", "dataset-without-images")]);
        await using var db = made.Open();
        (await db.Work.CountAsync()).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task An_interrupted_run_goes_on(Database database)
    {
        await using var made = await CreateAsync(database);

        // Dies inside the transaction: nothing is started.
        await Should.ThrowAsync<TimeoutException>(() => RunAsync(made, new Jobs(), new Dies()));
        await using (var db = made.Open())
            ((await db.Evaluations.CountAsync()), await db.Work.CountAsync()).ShouldBe((0, 0));
        // Dies behind it, before the second of three jobs is handed over: all are started, and the sweeper finds their work.
        await Should.ThrowAsync<TimeoutException>(() => RunAsync(made, new Jobs { Most = 1 }));
        await using (var db = made.Open())
        {
            (await db.Work.CountAsync()).ShouldBe(3);
            // Meanwhile one completes, one fails, and a dataset comes.
            await FinishAsync(db, "r", EvaluationState.Completed);
            await FinishAsync(db, "sketch", EvaluationState.Failed);
            db.Datasets.Add(Dataset("a", "imagenet-a"));
            await db.SaveChangesAsync();
        }

        var run = await RunAsync(made, new Jobs());
        var again = await RunAsync(made, new Jobs());

        run.Evaluations.Select(evaluation => (evaluation.Dataset, evaluation.State, evaluation.Started))
            .ShouldBe([
                ("r", EvaluationState.Completed, false),
                ("sketch", EvaluationState.Queued, true),
                ("a", EvaluationState.Queued, true),
                ("val", EvaluationState.Queued, false),
            ]);
        run.Missing.Select(missing => missing.Member).ShouldBe(["list-alone"]);
        again.Evaluations.ShouldAllBe(evaluation => !evaluation.Started);
        again
            .Evaluations.Select(evaluation => evaluation.EvaluationId)
            .ShouldBe(run.Evaluations.Select(evaluation => evaluation.EvaluationId));
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Predictions_that_were_submitted_and_scored_are_not_asked_of_a_worker_again(Database database)
    {
        await using var made = await CreateAsync(database);
        await using (var db = made.Open())
        {
            db.Evaluations.Add(
                new Evaluation
                {
                    Id = Guid.CreateVersion7(),
                    ModelId = _model,
                    DatasetId = (await db.Datasets.SingleAsync(dataset => dataset.Key == "list-alone")).Id,
                    Verified = false,
                    State = EvaluationState.Completed,
                }
            );
            await db.SaveChangesAsync();
        }

        var run = await RunAsync(made, new Jobs());

        run.Evaluations.Single(evaluation => evaluation.Dataset == "list-alone").Started.ShouldBeFalse();
        run.Missing.Select(missing => missing.Member).ShouldBe(["imagenet-a"]);
    }

    [Theory, BothDatabases]
    public async Task A_limit_that_does_not_suffice_starts_nothing(Database database)
    {
        await using var made = await CreateAsync(database);

        var refused = await Should.ThrowAsync<RefusalException>(() => RunAsync(made, new Jobs(), limits: new() { EvaluationsPerDay = 2 }));

        refused.Failure.Code.ShouldBe("limit-reached");
        await using var db = made.Open();
        (await db.Evaluations.CountAsync()).ShouldBe(0);
    }

    public void Dispose() => _folder.Dispose();

    async Task<SuiteRun> RunAsync(TestDatabase made, Jobs jobs, TimeProvider? time = null, LimitOptions? limits = null)
    {
        await using var db = made.Open();
        var registry = new SuiteRegistry(
            db,
            SuiteCatalog.Read(new BenchOptions { Suites = _folder.Path }, VariantCatalog.Known),
            VariantCatalog.Known,
            TimeProvider.System,
            NullLogger<SuiteRegistry>.Instance
        );
        await registry.RegisterAsync(CancellationToken.None);
        var ledger = new Ledger(db, limits ?? new LimitOptions { EvaluationsPerDay = 100 }, new KeyTurns(), time ?? TimeProvider.System);
        var start = new EvaluationStart(
            db,
            ledger,
            new WorkScheduler(db, jobs, new BenchOptions()),
            VariantCatalog.Known,
            TimeProvider.System
        );
        return await new SuiteRuns(db, registry, VariantCatalog.Known, start).RunAsync(
            "three",
            _model,
            preprocessing: null,
            _caller,
            CancellationToken.None
        );
    }

    static Task<int> FinishAsync(BenchDb db, string dataset, EvaluationState state) =>
        db
            .Evaluations.Where(evaluation => db.Datasets.Any(each => each.Id == evaluation.DatasetId && each.Key == dataset))
            .ExecuteUpdateAsync(set => set.SetProperty(evaluation => evaluation.State, state));

    async Task<TestDatabase> CreateAsync(Database database)
    {
        var made = await TestDatabase.CreateAsync(database);
        await made.AddSubmittersAsync(_caller.KeyId);
        await using var db = made.Open();
        db.Models.Add(
            new Model
            {
                Id = _model,
                Name = "a model",
                Sha256 = new string('a', 64),
                State = ModelState.Ready,
            }
        );
        db.Datasets.AddRange(
            Dataset("val", "imagenet-val"),
            Dataset("r", "imagenet-r"),
            Dataset("sketch", "imagenet-sketch"),
            Dataset("list-alone", "custom", hasImages: false)
        );
        await db.SaveChangesAsync();
        return made;
    }

    static Dataset Dataset(string key, string variant, bool hasImages = true) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Variant = variant,
            Layout = "imagefolder",
            Path = key,
            Classes = "imagenet-1k",
            ClassSpaceBlob = "the-same",
            ManifestHash = key,
            State = DatasetState.Ready,
            HasImages = hasImages,
            ImageCount = 4,
        };

    /// <summary>Takes jobs until it has taken the most, then is gone.</summary>
    sealed class Jobs : IBackgroundJobClient
    {
        int _taken;

        public int Most { get; init; } = int.MaxValue;

        public string Create(Job job, IState state) =>
            ++_taken > Most ? throw new TimeoutException("the job storage is gone") : $"job {_taken}";

        public bool ChangeState(string jobId, IState state, string expectedState) => true;
    }

    /// <summary>The process that asks it for the time dies.</summary>
    sealed class Dies : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new TimeoutException("the process is gone");
    }
}
