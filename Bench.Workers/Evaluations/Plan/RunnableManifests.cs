using Bench.Data.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Work;

namespace Bench.Workers.Evaluations.Plan;

/// <summary>Manifests of datasets whose pictures a model can be run over on this machine.</summary>
internal static class RunnableManifests
{
    /// <exception cref="FailureException">The dataset is not ready, or its pictures are not here.</exception>
    public static async Task<DatasetManifest> RunnableManifestAsync(
        this DatasetStore datasets,
        Dataset dataset,
        CancellationToken cancellationToken
    )
    {
        if (dataset.State != DatasetState.Ready)
            throw new FailureException(
                "dataset-missing",
                $"Dataset '{dataset.Key}' is {dataset.State.ToString().ToLowerInvariant()}, not ready.",
                "Wait for its import, or ask the operator."
            );
        if (!Directory.Exists(datasets.ContentRoot(dataset)))
            throw new FailureException(
                "dataset-missing",
                $"The pictures of dataset '{dataset.Key}' are not on the machine that runs the model.",
                "Ask the operator to mount the datasets root on every worker."
            );
        return await datasets.ManifestAsync(dataset, cancellationToken);
    }
}
