using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Contract;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Workers.Evaluations;

public sealed class OutOfMemoryTests
{
    static readonly Failure Full = new("out-of-memory", "The model needs more memory than a model may have here.", "Use a smaller model.");

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_full_memory_halves_the_batch_for_the_whole_evaluation_and_says_so_until_one_image_does_not_fit(Database database)
    {
        // The worker's handlers are there, and do not run by themselves: nothing sweeps, what waits is taken here.
        await using var app = await BenchApp.StartAsync(
            database,
            services => services.Remove(services.Single(service => service.ImplementationType == typeof(WorkSweeper)))
        );
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var id = await PlanAsync(db, batch: 4);

        await FailAsync(app, id);
        await ShouldBeCutAsync(app, id, batch: 2, attempt: 1);
        await FailAsync(app, id);
        await ShouldBeCutAsync(app, id, batch: 1, attempt: 2);
        await FailAsync(app, id);

        var ended = await db.Evaluations.AsNoTracking().SingleAsync(evaluation => evaluation.Id == id);
        ended.State.ShouldBe(EvaluationState.Failed);
        ended.Failure.ShouldBe(Full);
    }

    static async Task<Guid> PlanAsync(BenchDb db, int batch)
    {
        var (model, dataset) = (RunRows.ReadyModel(), RunRows.Pictures());
        var record = new RunRecord
        {
            Input = "x",
            InputElementType = "float",
            Layout = TensorLayout.Nchw,
            Output = "y",
            OutputWidth = 10,
            OutputKind = OutputKind.Logits,
            Batch = batch,
            Threads = 1,
            Geometry = "",
            ManifestHash = "",
            Decoder = "",
            Provider = "cpu",
            Cage = "rlimits",
            RuntimeVersion = "",
            Machine = "",
        };
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            Verified = true,
            State = EvaluationState.Running,
            Total = 10,
            Done = 8,
            Record = WorkJson.Write(record),
        };
        db.AddRange(model, dataset, evaluation);
        db.Work.AddRange(ShardPlan.Cut(evaluation.Id, null, 10, 10, batch, DateTime.UnixEpoch));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return evaluation.Id;
    }

    /// <summary>Takes a shard of the evaluation and fails it as a runner would.</summary>
    static async Task FailAsync(BenchApp app, Guid evaluation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (db, queue) = (scope.ServiceProvider.GetRequiredService<BenchDb>(), scope.ServiceProvider.GetRequiredService<WorkQueue>());
        var item = await db
            .Work.AsNoTracking()
            .FirstAsync(candidate => candidate.SubjectId == evaluation && candidate.State == WorkState.Waiting);
        var lease = (await queue.TakeAsync(item.Id, "test", TimeSpan.FromMinutes(1), default))!;
        await using var transaction = await db.Database.BeginTransactionAsync();
        (await queue.FailAsync(lease, Full.Message, default)).ShouldBeTrue();
        await scope
            .ServiceProvider.GetServices<IWorkHandler>()
            .Single(handler => handler.Kind == WorkKind.RunShard)
            .FailAsync(lease, Full, default);
        await transaction.CommitAsync();
    }

    static async Task ShouldBeCutAsync(BenchApp app, Guid id, int batch, int attempt)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var evaluation = await db.Evaluations.AsNoTracking().SingleAsync(candidate => candidate.Id == id);
        evaluation.State.ShouldBe(EvaluationState.Running);
        evaluation.Attempt.ShouldBe(attempt);
        evaluation.Done.ShouldBe(0);
        var record = WorkJson.Read<RunRecord>(evaluation.Record!);
        record.Batch.ShouldBe(batch);
        evaluation
            .Checks[^1]
            .ShouldBe(
                Check.Note(CheckCodes.BatchHalved, $"Batch {2 * batch} did not fit the memory; the evaluation started again at {batch}.")
            );
        var waiting = await db.Work.AsNoTracking().Where(item => item.SubjectId == id && item.State == WorkState.Waiting).ToListAsync();
        waiting.Sum(item => item.Count).ShouldBe(10);
    }
}
