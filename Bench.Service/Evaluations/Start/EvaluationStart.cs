using System.Text.Json;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Inputs;
using Bench.Service.Json;
using Bench.Service.Log;
using Bench.Service.Models;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Start;

/// <summary>Starts evaluations: checks what can be known now and remembers them, all in one transaction.</summary>
public sealed class EvaluationStart(BenchDb db, Ledger ledger, WorkScheduler scheduler, VariantCatalog variants, TimeProvider time)
{
    const int MostDatasets = 100;

    /// <param name="beforeCommit">Told of the evaluations, one for each dataset in the order of the request, inside the transaction: what
    /// it adds to the database is committed with them, or not at all.</param>
    /// <exception cref="RefusalException">The model cannot be run on one of the datasets; nothing has changed.</exception>
    public async Task StartAsync(
        StartEvaluations request,
        Caller caller,
        Func<IReadOnlyList<Evaluation>, Task> beforeCommit,
        CancellationToken cancellationToken
    )
    {
        if (request.StopWhen is { } stop)
            StopRules.Check(stop);
        var (model, datasets, preprocessing, doubts) = await CheckAsync(request, cancellationToken);
        await StoreAsync(model, datasets, preprocessing, doubts, caller, beforeCommit, cancellationToken);
    }

    /// <summary>A completed evaluation of another entry over the same file, under the same contract, on the same dataset: its predictions
    /// are this one's too.</summary>
    Task<Evaluation?> TwinAsync(Model model, Dataset dataset, string preprocessing, CancellationToken cancellationToken) =>
        db
            .Evaluations.AsNoTracking()
            .Where(evaluation =>
                evaluation.DatasetId == dataset.Id
                && evaluation.Verified
                && evaluation.Preprocessing == preprocessing
                && evaluation.State == EvaluationState.Completed
                && evaluation.PredictionsBlob != null
                && db.Models.Any(other =>
                    other.Id == evaluation.ModelId
                    && other.Id != model.Id
                    && other.Sha256 == model.Sha256
                    && other.Contract == model.Contract
                )
            )
            .OrderByDescending(evaluation => evaluation.Id)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Whose run it was, for people; an entry that not everybody sees is not named, for the check is read by all who see this
    /// one.</summary>
    async Task<string> OwnerOfRunAsync(Evaluation twin, CancellationToken cancellationToken) =>
        await db
            .Models.Where(model => model.Id == twin.ModelId && model.Visibility == Visibility.Public)
            .Select(model => model.Name)
            .FirstOrDefaultAsync(cancellationToken)
            is { } name
            ? $"the entry '{FirstTen.Printable(name)}'"
            : "another entry";

    /// <summary>Takes over the computed predictions of a twin: only the scoring is left to do.</summary>
    static void TakeOver(Evaluation evaluation, Evaluation twin, string owner, DateTime now)
    {
        evaluation.State = EvaluationState.Scoring;
        evaluation.StartedAt = now;
        evaluation.Done = twin.Done;
        evaluation.Record = twin.Record;
        evaluation.Advice = twin.Advice;
        evaluation.ImagesPerSecond = twin.ImagesPerSecond;
        evaluation.PredictionsBlob = twin.PredictionsBlob;
        evaluation.Checks = evaluation
            .Checks.With(twin.Checks)
            .With([
                Check.Note(
                    CheckCodes.SharedRun,
                    $"The same file was run for {owner} under the same contract; its predictions were scored again and the model was "
                        + "not run twice."
                ),
            ]);
    }

    async Task<(
        Model Model,
        List<(Dataset Dataset, StopRule? Rule)> Datasets,
        string Preprocessing,
        IReadOnlyList<Check> Doubts
    )> CheckAsync(StartEvaluations request, CancellationToken cancellationToken)
    {
        if (request.Datasets.Count is 0 or > MostDatasets || request.Datasets.Distinct().Count() != request.Datasets.Count)
            throw RefusalException.Invalid(
                "datasets-invalid",
                $"The request names {Counted.Of(request.Datasets.Count, "dataset")}, some of them perhaps twice.",
                $"Name 1 to {MostDatasets} datasets, each once."
            );
        var model = await db.FindRunnableModelAsync(request.ModelId, cancellationToken);
        var (preprocessing, doubts) = Preprocessing(request, model);
        var datasets = new List<(Dataset, StopRule?)>();
        foreach (var key in request.Datasets)
        {
            var dataset = await db.FindRunnableDatasetAsync(key, model, cancellationToken);
            var rule = request.StopWhen is { } stop ? await StopRules.SettleAsync(db, stop, dataset, variants, cancellationToken) : null;
            datasets.Add((dataset, rule));
        }
        return (model, datasets, preprocessing, doubts);
    }

    static (string Json, IReadOnlyList<Check> Doubts) Preprocessing(StartEvaluations request, Model model)
    {
        if (request.Preprocessing is not { ValueKind: not JsonValueKind.Null } json)
            return (model.Preprocessing ?? PreprocessingJson.Write(Imaging.Contract.Preprocessing.Default), []);
        var contract = PreprocessingJson.Read(json, out var refused);
        var errors = new FieldErrors();
        foreach (var error in refused)
            errors.Add(error.Field.Length == 0 ? "preprocessing" : $"preprocessing.{error.Field}", error.Message);
        errors.ThrowIfAny(
            "preprocessing-invalid",
            "The preprocessing",
            "Correct the fields, or leave preprocessing out to use the model's own."
        );
        var graph = StoredJson.Read<ModelGraph>(model.Graph);
        var (settled, size) = TimmTestSize.Settle(contract!, graph?.Input.Height, graph?.Input.Width);
        return (
            PreprocessingJson.Write(settled),
            [
                .. new[] { size }.OfType<Check>(),
                .. ContractDoubts.Of(settled),
                .. ContractClaims.Against(SourceClaims.Of(json), ModelContract.Parse(model.Contract), graph),
            ]
        );
    }

    async Task StoreAsync(
        Model model,
        List<(Dataset Dataset, StopRule? Rule)> datasets,
        string preprocessing,
        IReadOnlyList<Check> doubts,
        Caller caller,
        Func<IReadOnlyList<Evaluation>, Task> beforeCommit,
        CancellationToken cancellationToken
    )
    {
        var (now, items, evaluations) = (time.GetUtcNow().UtcDateTime, new List<WorkItem>(), new List<Evaluation>());
        using var turn = await ledger.TurnAsync(caller, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Takes the model's row, so that two requests for the same evaluation come one after the other.
        await db
            .Models.Where(candidate => candidate.Id == model.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.State, candidate => candidate.State), cancellationToken);
        foreach (var (dataset, rule) in datasets)
        {
            var known = await KnownEvaluations.FindAsync(db, model.Id, dataset.Id, preprocessing, rule, cancellationToken);
            if (known is null)
            {
                var twin = await TwinAsync(model, dataset, preprocessing, cancellationToken);
                known = new Evaluation
                {
                    Id = Guid.CreateVersion7(),
                    ModelId = model.Id,
                    DatasetId = dataset.Id,
                    OwnerKeyId = caller.KeyId,
                    Verified = true,
                    Preprocessing = preprocessing,
                    StopWhen = rule is null || twin is not null ? null : WorkJson.Write(rule),
                    Checks = [.. doubts],
                    Total = dataset.ImageCount,
                    CreatedAt = now,
                    Revision = 1,
                };
                if (twin is not null)
                    TakeOver(known, twin, await OwnerOfRunAsync(twin, cancellationToken), now);
                db.Evaluations.Add(known);
                db.AddSubmission(known, model.Sha256, dataset);
                items.Add(
                    new WorkItem
                    {
                        Id = Guid.CreateVersion7(),
                        Kind = twin is null ? WorkKind.PlanEvaluation : WorkKind.ScoreEvaluation,
                        SubjectId = known.Id,
                        OwnerKeyId = known.OwnerKeyId,
                        CreatedAt = now,
                    }
                );
            }
            evaluations.Add(known);
        }
        await ledger.ReserveEvaluationsAsync(caller, [.. items.Select(item => item.SubjectId)], cancellationToken);
        db.Work.AddRange(items);
        await db.SaveChangesAsync(cancellationToken);
        await beforeCommit(evaluations);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Dies here: the sweeper finds work without a job.
        await scheduler.EnqueueAsync(items, cancellationToken);
    }
}
