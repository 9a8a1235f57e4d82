using Bench.Data;
using Bench.Data.Damages;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Doctor;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Bench.Workers.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations;

/// <summary>Decides how an evaluation is run — once, for all its shards — and cuts it into them.</summary>
internal sealed class PlanEvaluationHandler(
    BenchDb db,
    WorkQueue queue,
    WorkScheduler scheduler,
    DatasetStore datasets,
    ModelRegistry models,
    ModelStore modelFiles,
    EnginePlanner engine,
    PreprocessingDoctor doctor,
    InferenceOptions inference,
    TimeProvider time
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.PlanEvaluation;

    public TimeSpan TimeLimit => TimeSpan.FromHours(1);

    public string AfterDeadline => IWorkHandler.FasterModel;

    DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        if (evaluation.State is not (EvaluationState.Queued or EvaluationState.Inspecting))
        {
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
            return;
        }
        await SaveStateAsync(evaluation, EvaluationState.Inspecting, cancellationToken);

        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        var (model, inspection) = await InspectionAsync(evaluation.ModelId, cancellationToken);
        var manifest = await datasets.RunnableManifestAsync(dataset, cancellationToken);
        var preprocessing = Contracts.Preprocessing(evaluation.Preprocessing);
        var file = await modelFiles.FetchAsync(model, cancellationToken);
        var choices = new List<Check>();
        var plan = await engine.OfAsync(file, inspection, preprocessing, cancellationToken);
        var record = RunPlanner.Plan(model.Contract, file, inspection, plan, dataset, manifest, preprocessing, choices);
        var advice = await AdviceAsync(file, record, inspection, dataset, manifest, preprocessing, cancellationToken);
        evaluation.Total = manifest.Count;
        var shards = ShardPlan.Cut(evaluation, inference.ShardSize, record.Batch, Now);

        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await db.Evaluations.Where(candidate => candidate.Id == lease.SubjectId).HoldAsync(cancellationToken);
            if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
                return;
            evaluation.Record = WorkJson.Write(record);
            evaluation.Checks = evaluation
                .Checks.With(model.Checks.Where(check => evaluation.Preprocessing == model.Preprocessing || !ContractDoubts.IsOne(check)))
                .With(inspection.Checks)
                .With(choices)
                .With(RunPlanner.BatchChecks(file, record, inspection.Checks))
                .With(DoctorDoubt.Of(advice, preprocessing));
            evaluation.Advice = advice is null ? null : WorkJson.Write(advice);
            // It runs when a device takes its first shard.
            evaluation.State = EvaluationState.Queued;
            evaluation.Decision = null;
            evaluation.Done = 0;
            evaluation.Revision++;
            db.Work.AddRange(shards);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds shards without a job.
        await scheduler.EnqueueAsync(shards, cancellationToken);
    }

    async Task<DoctorAdvice?> AdviceAsync(
        ModelFile file,
        RunRecord record,
        ModelInspection inspection,
        Dataset dataset,
        DatasetManifest manifest,
        Preprocessing preprocessing,
        CancellationToken cancellationToken
    )
    {
        // It counts by labels that are kept back.
        if (dataset.Ladder || dataset.HeldOutUntil is not null)
            return null;
        try
        {
            return await doctor.ExamineAsync(
                file,
                record,
                inspection.Speed,
                manifest,
                datasets.RunnableRoot(dataset),
                preprocessing,
                cancellationToken
            );
        }
        catch (ImageChangedException error)
        {
            throw DamageException.Picture(dataset.Key, error.Name);
        }
    }

    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) =>
        await db.FailEvaluationAsync(queue, lease.SubjectId, failure, Now, cancellationToken);

    async Task SaveStateAsync(Evaluation evaluation, EvaluationState state, CancellationToken cancellationToken)
    {
        if (evaluation.State == state)
            return;
        evaluation.State = state;
        evaluation.Revision++;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The model's stored inspection; inspects it here when that has not run yet, which does no
    /// harm.</summary>
    async Task<(Model Model, ModelInspection Inspection)> InspectionAsync(Guid modelId, CancellationToken cancellationToken)
    {
        await InspectionElsewhereAsync(modelId, cancellationToken);
        var model = await db.Models.SingleAsync(candidate => candidate.Id == modelId, cancellationToken);
        if (model.State == ModelState.Invalid)
            throw new FailureException(model.Failure!);
        if (model.Inspection is { } known)
            return (model, WorkJson.Read<ModelInspection>(known));
        try
        {
            var inspection = await models.InspectAsync(model, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return (model, inspection);
        }
        catch (FailureException error)
        {
            await models.RefuseAsync(modelId, error.Failure, cancellationToken);
            throw;
        }
    }

    /// <summary>Waits while another worker looks at the model right now; an inspection that no worker has taken is no
    /// reason to wait.</summary>
    async Task InspectionElsewhereAsync(Guid modelId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), time);
        while (
            await db.Work.AnyAsync(
                item =>
                    item.SubjectId == modelId
                    && item.Kind == WorkKind.InspectModel
                    && item.State == WorkState.Leased
                    && item.LeaseExpiresAt > Now,
                cancellationToken
            )
        )
            await timer.WaitForNextTickAsync(cancellationToken);
    }
}
