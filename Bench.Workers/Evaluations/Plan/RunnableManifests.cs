using Bench.Data.Datasets;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Work;

namespace Bench.Workers.Evaluations.Plan;

/// <summary>Manifests of datasets whose pictures a model can be run over on this machine.</summary>
internal static class RunnableManifests
{
    /// <exception cref="FailureException">The dataset is not ready.</exception>
    /// <exception cref="PicturesMissingException">Its pictures are not here.</exception>
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
        datasets.RunnableRoot(dataset);
        return await datasets.ManifestAsync(dataset, cancellationToken);
    }

    /// <summary>The folder of its pictures on this machine.</summary>
    /// <exception cref="PicturesMissingException">It is not here.</exception>
    public static string RunnableRoot(this DatasetStore datasets, Dataset dataset)
    {
        try
        {
            var root = datasets.ContentRoot(dataset);
            return Directory.Exists(root) ? root : throw new PicturesMissingException(dataset.Key);
        }
        catch (DatasetImportException error)
        {
            throw new PicturesMissingException(dataset.Key, error);
        }
    }
}
