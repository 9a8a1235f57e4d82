using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Score.Derived;
using Bench.Service.Labels;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Leaderboard;

/// <summary>What is doubtful about the clean evaluations that a shifted dataset's numbers are compared with.</summary>
internal static class CleanChecks
{
    /// <returns>By model; empty where the dataset is compared with no other.</returns>
    public static async Task<Dictionary<Guid, IReadOnlyList<Check>>> ReadAsync(BenchDb db, BoardView view, VariantCatalog variants)
    {
        var datasets = await db.Datasets.AsNoTracking().ToListAsync();
        if (
            datasets.Find(dataset => dataset.Id == view.DatasetId) is not { } own
            || CleanDatasets.Of(own, datasets, variants) is not { } clean
        )
            return [];
        var labels = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == clean.Id && set.IsCurrent && (set.Key == view.LabelSet || set.Key == LabelFormats.Original))
            .Select(set => new { set.Key, set.Checks })
            .ToListAsync();
        var evaluations = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.DatasetId == clean.Id && evaluation.State == EvaluationState.Completed)
            .OrderBy(evaluation => evaluation.Id)
            .Select(evaluation => new { evaluation.ModelId, evaluation.Checks })
            .ToListAsync();
        var ofAll = clean.Checks.With((labels.Find(set => set.Key == view.LabelSet) ?? labels.FirstOrDefault())?.Checks ?? []);
        var found = new Dictionary<Guid, IReadOnlyList<Check>>();
        // Of several the newest is compared with, which comes last.
        foreach (var evaluation in evaluations)
            found[evaluation.ModelId] = [.. ofAll.With(evaluation.Checks).About($"Over {clean.Key}")];
        return found;
    }
}
