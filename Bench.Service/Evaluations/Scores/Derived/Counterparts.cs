using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>Finds the clean and parent evaluations that an evaluation's derived scores need, and the evaluations that
/// wait for it.</summary>
/// <remarks>
/// Two evaluations of one model may complete at the same moment on different machines. Each commit first takes the rows
/// of the models concerned (<see cref="HoldAsync"/>), so one of the two sees the other: it was there when it looked, or
/// it asks for a rescoring.
/// </remarks>
public sealed class Counterparts(BenchDb db, VariantCatalog variants, TimeProvider time)
{
    public async Task<Counterpart> OfAsync(Evaluation evaluation, CancellationToken cancellationToken)
    {
        var datasets = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        var clean = CleanDatasets.Of(datasets.Single(dataset => dataset.Id == evaluation.DatasetId), datasets, variants);
        var parent = await db
            .Models.AsNoTracking()
            .Where(model => db.Models.Any(child => child.Id == evaluation.ModelId && child.ParentModelId == model.Id))
            .SingleOrDefaultAsync(cancellationToken);
        return new Counterpart(
            clean,
            clean is null
                ? null
                : await NewestAsync(
                    Completed.Where(other =>
                        other.ModelId == evaluation.ModelId
                        && other.DatasetId == clean.Id
                        && other.Preprocessing == evaluation.Preprocessing
                    ),
                    cancellationToken
                ),
            parent,
            parent is null ? null : await ParentAsync(evaluation, parent, cancellationToken),
            await db.Hierarchies.AsNoTracking().OrderByDescending(hierarchy => hierarchy.Id).ToListAsync(cancellationToken),
            await db.ErrorRules.AsNoTracking().OrderByDescending(rules => rules.Id).FirstOrDefaultAsync(cancellationToken)
        )
        {
            Datasets = datasets,
        };
    }

    /// <summary>The newest of those that read pictures in the same way; of all, where there is none.</summary>
    async Task<Evaluation?> ParentAsync(Evaluation evaluation, Model parent, CancellationToken cancellationToken)
    {
        var all = Completed.Where(other => other.ModelId == parent.Id && other.DatasetId == evaluation.DatasetId);
        return await NewestAsync(all.Where(other => other.Preprocessing == evaluation.Preprocessing), cancellationToken)
            ?? await NewestAsync(all, cancellationToken);
    }

    /// <summary>Takes the rows of the evaluation's model and its parent until the transaction ends.</summary>
    public Task HoldAsync(Evaluation evaluation, Counterpart counterpart, CancellationToken cancellationToken)
    {
        Guid[] held = counterpart.ParentModel is { } parent ? [evaluation.ModelId, parent.Id] : [evaluation.ModelId];
        return db.Models.Where(model => held.Contains(model.Id)).HoldAsync(cancellationToken);
    }

    /// <summary>One rescoring for each current label set of every completed evaluation: what their derived scores need
    /// has changed. Takes every model's row.</summary>
    public async Task<List<WorkItem>> RescoringOfAllAsync(CancellationToken cancellationToken)
    {
        await db.Models.HoldAsync(cancellationToken);
        return await RescoringAsync(Completed, cancellationToken);
    }

    /// <summary>The same for the evaluations over some datasets; the caller saves, and enqueues after its
    /// commit.</summary>
    public Task<List<WorkItem>> RescoringOfDatasetsAsync(IReadOnlyCollection<Guid> datasets, CancellationToken cancellationToken) =>
        RescoringAsync(Completed.Where(evaluation => datasets.Contains(evaluation.DatasetId)), cancellationToken);

    /// <summary>The same for models that were made from one, over the datasets that it was scored on, hidden ones
    /// too; the caller saves, and enqueues after its commit.</summary>
    public Task<List<WorkItem>> RescoringOfChildrenAsync(Guid parent, CancellationToken cancellationToken) =>
        RescoringAsync(
            Completed
                .IgnoreQueryFilters()
                .Where(other =>
                    db.Models.IgnoreQueryFilters().Any(model => model.Id == other.ModelId && model.ParentModelId == parent)
                    && db.Evaluations.IgnoreQueryFilters()
                        .Any(evaluation => evaluation.ModelId == parent && evaluation.DatasetId == other.DatasetId)
                ),
            cancellationToken
        );

    /// <summary>One rescoring for each current label set of each completed evaluation whose derived scores need this
    /// one; the caller saves, and enqueues after its commit.</summary>
    /// <param name="evaluation">This one.</param>
    /// <param name="counterpart">Its own, as of now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<List<WorkItem>> RescoringOfDependentsAsync(
        Evaluation evaluation,
        Counterpart counterpart,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(counterpart);
        Guid[] compared = [.. CleanDatasets.ComparedWith(evaluation.DatasetId, counterpart.Datasets, variants).Select(each => each.Id)];
        var dependents = Completed.Where(other =>
            (other.ModelId == evaluation.ModelId && compared.Contains(other.DatasetId) && other.Preprocessing == evaluation.Preprocessing)
            || (
                other.DatasetId == evaluation.DatasetId
                && db.Models.Any(model => model.Id == other.ModelId && model.ParentModelId == evaluation.ModelId)
            )
        );
        return await RescoringAsync(dependents, cancellationToken);
    }

    /// <summary>One rescoring for each completed evaluation of the dataset, and of datasets compared with it; the
    /// caller saves, and enqueues after its commit.</summary>
    public async Task<List<WorkItem>> RescoringUnderAsync(LabelSet labelSet, CancellationToken cancellationToken)
    {
        var explained = await RescoringOfExplainedAsync(labelSet, cancellationToken);
        if (labelSet.Kind == LabelSetKind.Annotations)
            return explained;
        var evaluations = await db
            .Evaluations.Where(evaluation => evaluation.DatasetId == labelSet.DatasetId && evaluation.State == EvaluationState.Completed)
            .Select(evaluation => new Rescoring(evaluation.Id, evaluation.OwnerKeyId, labelSet.Id))
            .ToListAsync(cancellationToken);
        // Datasets compared with this one are compared under the label set of the same key, which is this one from now
        // on.
        var compared = (await db.ComparedWithAsync(labelSet.DatasetId, variants, cancellationToken)).ConvertAll(dataset => dataset.Id);
        evaluations.AddRange(
            await db
                .Evaluations.Where(evaluation => compared.Contains(evaluation.DatasetId) && evaluation.State == EvaluationState.Completed)
                .Join(
                    db.LabelSets.Where(set => set.IsCurrent && set.Key == labelSet.Key),
                    evaluation => evaluation.DatasetId,
                    set => set.DatasetId,
                    (evaluation, set) => new Rescoring(evaluation.Id, evaluation.OwnerKeyId, set.Id)
                )
                .ToListAsync(cancellationToken)
        );
        return [.. Items(evaluations), .. explained];
    }

    /// <summary>Scorings of the dataset whose kinds of mistakes a new label set may explain.</summary>
    async Task<List<WorkItem>> RescoringOfExplainedAsync(LabelSet labelSet, CancellationToken cancellationToken)
    {
        if (labelSet.Format is not (LabelFormats.RealJson or LabelFormats.Mistakes))
            return [];
        if (!await db.ErrorRules.AnyAsync(cancellationToken) && !await db.Hierarchies.AnyAsync(cancellationToken))
            return [];
        return await RescoringAsync(Completed.Where(evaluation => evaluation.DatasetId == labelSet.DatasetId), cancellationToken);
    }

    async Task<List<WorkItem>> RescoringAsync(IQueryable<Evaluation> evaluations, CancellationToken cancellationToken)
    {
        var pairs = await evaluations
            .Join(
                db.LabelSets.Where(set => set.IsCurrent && set.Kind != LabelSetKind.Annotations),
                evaluation => evaluation.DatasetId,
                set => set.DatasetId,
                (evaluation, set) => new Rescoring(evaluation.Id, evaluation.OwnerKeyId, set.Id)
            )
            .ToListAsync(cancellationToken);
        return Items(pairs);
    }

    List<WorkItem> Items(List<Rescoring> rescorings)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return rescorings.ConvertAll(rescoring => new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.Rescore,
            SubjectId = rescoring.EvaluationId,
            OwnerKeyId = rescoring.OwnerKeyId,
            ArgumentId = rescoring.LabelSetId,
            CreatedAt = now,
        });
    }

    /// <summary>An evaluation that is to be scored again under a label set.</summary>
    sealed record Rescoring(Guid EvaluationId, Guid? OwnerKeyId, Guid LabelSetId);

    IQueryable<Evaluation> Completed => db.Evaluations.AsNoTracking().Where(evaluation => evaluation.State == EvaluationState.Completed);

    static Task<Evaluation?> NewestAsync(IQueryable<Evaluation> evaluations, CancellationToken cancellationToken) =>
        evaluations.OrderByDescending(evaluation => evaluation.Id).FirstOrDefaultAsync(cancellationToken);
}
