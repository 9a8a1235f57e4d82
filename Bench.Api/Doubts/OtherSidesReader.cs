using Bench.Api.Metrics;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Labels.Formats;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Doubts;

/// <summary>Reads what is doubtful about the evaluations that derived scores were computed from, chosen as
/// <see cref="Counterparts"/> chooses them.</summary>
/// <remarks>For one request: what was read for one view is not read again for the next.</remarks>
internal sealed class OtherSidesReader(BenchDb db, VariantCatalog variants)
{
    readonly Dictionary<Guid, Dictionary<Guid, Guid>> _parents = [];
    readonly Dictionary<(Guid Dataset, Guid? Model), List<Completed>> _completed = [];
    readonly Dictionary<Guid, Dictionary<string, IReadOnlyList<Check>>> _labels = [];
    List<Dataset>? _datasets;

    /// <summary>Doubts about the other evaluations that some scores of one evaluation rest on.</summary>
    public async Task<IReadOnlyList<Check>> OfAsync(
        Guid evaluation,
        Guid model,
        Guid dataset,
        string labelSet,
        IEnumerable<string> metrics,
        CancellationToken cancellationToken
    )
    {
        List<MetricDescription> derived =
        [
            .. metrics.Select(MetricDirectory.Find).OfType<MetricDescription>().Where(metric => metric.Basis != "predictions"),
        ];
        return derived.Count == 0
            ? []
            : (await ReadAsync(dataset, labelSet, model, cancellationToken)).GetValueOrDefault(evaluation, OtherSides.None).Under(derived);
    }

    /// <param name="datasetId">The dataset.</param>
    /// <param name="labelSet">Key of the label set that it is scored under.</param>
    /// <param name="model">The model, or null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>By completed evaluation over the dataset.</returns>
    public async Task<IReadOnlyDictionary<Guid, OtherSides>> ReadAsync(
        Guid datasetId,
        string labelSet,
        Guid? model,
        CancellationToken cancellationToken
    )
    {
        var parents = await ParentsAsync(model, cancellationToken);
        Guid[]? models = model is { } one ? [one, .. parents.Values] : null;
        var here = await CompletedAsync(datasetId, model, models, cancellationToken);
        var datasets = _datasets ??= await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        var clean = datasets.Find(dataset => dataset.Id == datasetId) is { } own ? CleanDatasets.Of(own, datasets, variants) : null;
        var ofClean = clean is null ? [] : clean.Checks.With(await LabelsAsync(clean.Id, labelSet, cancellationToken));
        var there = clean is null ? [] : await CompletedAsync(clean.Id, model, models, cancellationToken);
        // Of several the newest is compared with, which comes last.
        var newest = new Dictionary<Guid, Completed>();
        foreach (var evaluation in here)
            newest[evaluation.ModelId] = evaluation;
        var (hereOf, cleanOf) = (ByContract(here), ByContract(there));
        return here.ToDictionary(
            evaluation => evaluation.Id,
            evaluation => new OtherSides(
                cleanOf.TryGetValue((evaluation.ModelId, evaluation.Preprocessing), out var original)
                    ? [.. ofClean.With(original.Checks).About($"Over {clean!.Key}")]
                    : [],
                // Readers of this need not see the parent, so it goes without a name.
                parents.TryGetValue(evaluation.ModelId, out var parent)
                && (hereOf.TryGetValue((parent, evaluation.Preprocessing), out var before) || newest.TryGetValue(parent, out before))
                    ? [.. before.Checks.With(ContractDoubt(evaluation, before)).About("The parent model")]
                    : []
            )
        );
    }

    static Dictionary<(Guid Model, string? Preprocessing), Completed> ByContract(List<Completed> evaluations)
    {
        var newest = new Dictionary<(Guid, string?), Completed>();
        foreach (var evaluation in evaluations)
            newest[(evaluation.ModelId, evaluation.Preprocessing)] = evaluation;
        return newest;
    }

    /// <summary>How submitted predictions were made nobody knows.</summary>
    static IEnumerable<Check> ContractDoubt(Completed own, Completed parent) =>
        own.Verified && parent.Verified && own.Preprocessing != parent.Preprocessing
            ?
            [
                Check.Warning(
                    CheckCodes.PreprocessingDiffers,
                    "it read its pictures under other preprocessing, so that agreement and flips are of both, model and preprocessing."
                ),
            ]
            : [];

    async Task<Dictionary<Guid, Guid>> ParentsAsync(Guid? model, CancellationToken cancellationToken)
    {
        if (!_parents.TryGetValue(model ?? Guid.Empty, out var parents))
            _parents[model ?? Guid.Empty] = parents = await db
                .Models.AsNoTracking()
                .Where(child => child.ParentModelId != null && (model == null || child.Id == model))
                .Select(child => new { child.Id, Parent = child.ParentModelId!.Value })
                .ToDictionaryAsync(child => child.Id, child => child.Parent, cancellationToken);
        return parents;
    }

    async Task<List<Completed>> CompletedAsync(Guid dataset, Guid? model, Guid[]? models, CancellationToken cancellationToken)
    {
        if (!_completed.TryGetValue((dataset, model), out var completed))
            _completed[(dataset, model)] = completed = await db
                .Evaluations.AsNoTracking()
                .Where(evaluation =>
                    evaluation.DatasetId == dataset
                    && evaluation.State == EvaluationState.Completed
                    && (models == null || models.Contains(evaluation.ModelId))
                )
                .OrderBy(evaluation => evaluation.Id)
                .Select(evaluation => new Completed(
                    evaluation.Id,
                    evaluation.ModelId,
                    evaluation.Verified,
                    evaluation.Preprocessing,
                    evaluation.Checks
                ))
                .ToListAsync(cancellationToken);
        return completed;
    }

    async Task<IReadOnlyList<Check>> LabelsAsync(Guid dataset, string labelSet, CancellationToken cancellationToken)
    {
        if (!_labels.TryGetValue(dataset, out var sets))
            _labels[dataset] = sets = await db
                .LabelSets.AsNoTracking()
                .Where(set => set.DatasetId == dataset && set.IsCurrent)
                .Select(set => new { set.Key, set.Checks })
                .ToDictionaryAsync(set => set.Key, IReadOnlyList<Check> (set) => set.Checks, cancellationToken);
        return sets.GetValueOrDefault(labelSet) ?? sets.GetValueOrDefault(LabelFormats.Original) ?? [];
    }

    sealed record Completed(Guid Id, Guid ModelId, bool Verified, string? Preprocessing, IReadOnlyList<Check> Checks);
}
