using Bench.Data.Datasets;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Refusals;

namespace Bench.Api.Leaderboard;

/// <summary>The clean dataset that a board is compared with.</summary>
static class CleanBoards
{
    /// <exception cref="RefusalException">There is none, or no answer on the board is right.</exception>
    public static Dataset Of(Guid datasetId, IReadOnlyList<Dataset> all, VariantCatalog variants)
    {
        var dataset = all.Single(candidate => candidate.Id == datasetId);
        if (dataset.OutOfDistribution)
            throw new RefusalException(
                RefusalKind.Malformed,
                "accuracy-missing",
                $"'{dataset.Key}' is out of distribution: no answer can be right there.",
                "Ask for a dataset that is scored by accuracy."
            );
        return CleanDatasets.Of(dataset, all, variants)
            ?? throw new RefusalException(
                RefusalKind.Malformed,
                "clean-dataset-missing",
                $"'{dataset.Key}' is compared with no clean dataset.",
                "Register it with 'clean', or register the clean dataset first."
            );
    }
}
