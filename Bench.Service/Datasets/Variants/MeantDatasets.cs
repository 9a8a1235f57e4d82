using Bench.Data.Datasets;
using Bench.Service.Refusals;

namespace Bench.Service.Datasets.Variants;

/// <summary>Datasets that another one is meant to be compared with, whether they are ready or not.</summary>
public static class MeantDatasets
{
    /// <summary>The one that was named; else those of the variant's clean variant.</summary>
    public static IEnumerable<Dataset> Of(Dataset dataset, IReadOnlyList<Dataset> all, VariantCatalog variants)
    {
        var wanted = variants.Find(dataset.Variant)?.CleanVariant;
        return all.Where(other =>
            other.Id != dataset.Id && (dataset.CleanDataset is { } key ? other.Key == key : wanted is not null && other.Variant == wanted)
        );
    }

    /// <exception cref="RefusalException">The dataset that one is compared with is compared with it in turn, at once or
    /// by others between them: then neither is the clean one.</exception>
    public static void RequireNoCircle(Dataset dataset, IReadOnlyList<Dataset> all, VariantCatalog variants)
    {
        var (seen, at) = (new HashSet<Guid>(), dataset);
        while (seen.Add(at.Id) && Of(at, all, variants).MinBy(other => other.Id) is { } next)
        {
            if (next.Id == dataset.Id)
                throw RefusalException.Invalid(
                    "dataset-invalid",
                    $"'{at.Key}' is compared with '{dataset.Key}', so '{dataset.Key}' cannot be compared with '{dataset.CleanDataset}'.",
                    $"Compare '{at.Key}' with another one first (PUT /api/v1/datasets/{at.Key}/clean), or name a dataset that is compared "
                        + "with none."
                );
            at = next;
        }
    }
}
