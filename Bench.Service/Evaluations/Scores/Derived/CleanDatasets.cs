using Bench.Data;
using Bench.Data.Datasets;
using Bench.Service.Datasets.Variants;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>Which dataset another one is compared with.</summary>
public static class CleanDatasets
{
    /// <summary>The dataset that the operator named; else the oldest one of the variant's clean variant. Null while it
    /// is not there, not ready, or over other classes; and where it has a ladder, because a comparison would tell what
    /// that keeps back.</summary>
    public static Dataset? Of(Dataset dataset, IReadOnlyList<Dataset> all, VariantCatalog variants) =>
        MeantDatasets
            .Of(dataset, all, variants)
            .Where(other => other.State == DatasetState.Ready && other.ClassSpaceBlob == dataset.ClassSpaceBlob && !other.Ladder)
            .MinBy(other => other.Id);

    /// <summary>Whether there should be one.</summary>
    public static bool IsExpected(Dataset dataset, VariantCatalog variants) =>
        dataset.OutOfDistribution || dataset.CleanDataset is not null || variants.Find(dataset.Variant)?.CleanVariant is not null;

    /// <summary>Datasets that are compared with this one.</summary>
    public static async Task<List<Dataset>> ComparedWithAsync(
        this BenchDb db,
        Guid cleanId,
        VariantCatalog variants,
        CancellationToken cancellationToken
    )
    {
        var all = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        return [.. ComparedWith(cleanId, all, variants)];
    }

    /// <summary>The datasets of all that are compared with this one.</summary>
    public static IEnumerable<Dataset> ComparedWith(Guid cleanId, IReadOnlyList<Dataset> all, VariantCatalog variants) =>
        all.Where(dataset => Of(dataset, all, variants)?.Id == cleanId);
}
